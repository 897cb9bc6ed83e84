package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys and values of the tokens that a batch has seen, so that each further token costs one
 * column only. Rows are padded on the left. Without gradient; used by one thread.
 */
public final class KeyValueCache implements AutoCloseable {

    private final NDManager manager;
    private final long capacity;
    private final List<NDArray> keys = new ArrayList<>(); // per layer [B, KV, capacity, headDim]
    private final List<NDArray> values = new ArrayList<>();
    private NDArray paddingBias; // [B, 1, 1, 1, capacity]
    private long length;

    /**
     * Creates an empty cache.
     *
     * @param parent the arrays live in a sub-manager of it
     * @param layers number of decoder layers
     * @param keyValueHeads heads per layer
     * @param headDim dimension of a head
     * @param padding number of padding tokens on the left of each row
     * @param capacity most tokens that a row can hold, padding included
     */
    KeyValueCache(
            NDManager parent,
            int layers,
            int keyValueHeads,
            int headDim,
            int[] padding,
            long capacity) {
        this.manager = parent.newSubManager();
        this.capacity = capacity;
        Shape shape = new Shape(padding.length, keyValueHeads, capacity, headDim);
        for (int i = 0; i < layers; i++) {
            keys.add(manager.zeros(shape));
            values.add(manager.zeros(shape));
        }
        float[] bias = new float[padding.length * (int) capacity];
        for (int row = 0; row < padding.length; row++) {
            for (int t = 0; t < padding[row]; t++) {
                bias[row * (int) capacity + t] = AttentionBias.MASKED;
            }
        }
        paddingBias = manager.create(bias, new Shape(padding.length, 1, 1, 1, capacity));
    }

    /**
     * Returns the number of tokens seen so far, padding included.
     *
     * @return columns in use
     */
    public long length() {
        return length;
    }

    /** Adds the keys of new tokens {@code [B, KV, T, headDim]} and returns all, {@code S} wide. */
    NDArray appendKeys(int layer, NDArray added) {
        return append(keys.get(layer), added);
    }

    /**
     * Adds the values of new tokens {@code [B, KV, T, headDim]} and returns all, {@code S} wide.
     */
    NDArray appendValues(int layer, NDArray added) {
        return append(values.get(layer), added);
    }

    private NDArray append(NDArray stored, NDArray added) {
        long end = length + added.getShape().get(2);
        stored.set(new NDIndex().addAllDim(2).addSliceDim(length, end), added);
        return stored.get(new NDIndex().addAllDim(2).addSliceDim(0, end));
    }

    /** Counts the columns that all layers have added. */
    void advance(long columns) {
        length += columns;
    }

    /** What hides the padding from {@code columns} tokens seen: {@code [B, 1, 1, 1, columns]}. */
    NDArray paddingBias(long columns) {
        return paddingBias.get(new NDIndex().addAllDim(4).addSliceDim(0, columns));
    }

    /**
     * Keeps only some rows, in the given order.
     *
     * @param rows indices of the rows to keep, {@code [N]}, int64
     */
    public void keepRows(NDArray rows) {
        keys.replaceAll(array -> select(array, rows));
        values.replaceAll(array -> select(array, rows));
        paddingBias = select(paddingBias, rows);
    }

    private NDArray select(NDArray array, NDArray rows) {
        try (array) {
            NDArray kept = array.get(rows);
            kept.attach(manager);
            return kept;
        }
    }

    long capacity() {
        return capacity;
    }

    @Override
    public void close() {
        manager.close();
    }
}
