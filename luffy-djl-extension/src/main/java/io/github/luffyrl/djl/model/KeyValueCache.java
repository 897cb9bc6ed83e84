package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values of the tokens that a batch has seen, in columns of which each row may hide
 * some: those are padding. There is room for more columns than are in use.
 */
final class KeyValueCache implements AutoCloseable {

    private static final int ROOM = 64;

    private final NDManager manager;
    private final int keyValueHeads;
    private final int headDim;
    private final List<NDArray> keys = new ArrayList<>(); // per layer [B * KV, capacity, headDim]
    private final List<NDArray> values = new ArrayList<>();
    private boolean[][] hidden; // [B][columns]
    private @Nullable NDArray bias; // [B * KV, 1, 1, capacity], made when asked for
    private int columns;
    private int capacity;

    /** Creates an empty cache in a sub-manager of the given one. */
    KeyValueCache(NDManager parent, CausalLmConfig config, int rows) {
        manager = parent.newSubManager();
        keyValueHeads = config.keyValueHeads();
        headDim = config.headDim();
        hidden = new boolean[rows][0];
        for (int i = 0; i < config.layers(); i++) {
            keys.add(empty());
            values.add(empty());
        }
    }

    private NDArray empty() {
        return kept(manager.create(new Shape((long) rows() * keyValueHeads, capacity, headDim)));
    }

    private NDArray kept(NDArray array) {
        return Projection.kept(array, manager);
    }

    int rows() {
        return hidden.length;
    }

    /** Number of columns in use. */
    int columns() {
        return columns;
    }

    /**
     * Adds columns, to be written layer by layer.
     *
     * @param count how many
     * @param padding how many of them are padding in each row, from the left
     */
    void addColumns(int count, int[] padding) {
        int used = columns;
        columns += count;
        if (columns > capacity) {
            capacity = used == 0 ? columns : columns + Math.max(ROOM, used / 2);
            keys.replaceAll(array -> grown(array, used));
            values.replaceAll(array -> grown(array, used));
            forgetBias();
        }
        for (int row = 0; row < hidden.length; row++) {
            hidden[row] = Arrays.copyOf(hidden[row], columns);
            Arrays.fill(hidden[row], used, used + padding[row], true);
        }
        if (Arrays.stream(padding).anyMatch(p -> p > 0)) {
            forgetBias();
        }
    }

    private NDArray grown(NDArray array, int used) {
        try (array) {
            NDArray larger = empty();
            if (used > 0) {
                try (NDArray seen = Views.slice(array, 1, 0, used)) {
                    Views.write(larger, 0, seen);
                }
            }
            return larger;
        }
    }

    /** Fills the last columns with keys and values {@code [B * KV, T, headDim]}. */
    void write(int layer, NDArray key, NDArray value, int tokens) {
        Views.write(keys.get(layer), columns - tokens, key);
        Views.write(values.get(layer), columns - tokens, value);
    }

    /** All keys {@code [B * KV, columns, headDim]}. */
    NDArray keys(int layer) {
        return Views.slice(keys.get(layer), 1, 0, columns);
    }

    /** All values {@code [B * KV, columns, headDim]}. */
    NDArray values(int layer) {
        return Views.slice(values.get(layer), 1, 0, columns);
    }

    /** What hides the padding {@code [B * KV, 1, 1, columns]}; null if there is none. */
    @Nullable NDArray paddingBias() {
        if (bias == null) {
            boolean padded = false;
            float[] flat = new float[rows() * keyValueHeads * capacity];
            for (int i = 0; i < rows() * keyValueHeads; i++) {
                boolean[] row = hidden[i / keyValueHeads];
                for (int column = 0; column < columns; column++) {
                    if (row[column]) {
                        flat[i * capacity + column] = AttentionBias.MASKED;
                        padded = true;
                    }
                }
            }
            if (!padded) {
                return null;
            }
            bias =
                    kept(
                            manager.create(
                                    flat,
                                    new Shape((long) rows() * keyValueHeads, 1, 1, capacity)));
        }
        return Views.slice(bias, 3, 0, columns);
    }

    private void forgetBias() {
        if (bias != null) {
            bias.close();
            bias = null;
        }
    }

    /** Goes on with other rows, see {@link IncrementalDecoder#selectRows}. */
    void selectRows(int[] rows) {
        hidden = Arrays.stream(rows).mapToObj(row -> hidden[row].clone()).toArray(boolean[][]::new);
        forgetBias();
        long[] indices = Arrays.stream(rows).asLongStream().toArray();
        try (NDArray index = manager.create(indices)) {
            keys.replaceAll(array -> selected(array, index));
            values.replaceAll(array -> selected(array, index));
        }
    }

    private NDArray selected(NDArray array, NDArray index) {
        if (capacity == 0) {
            array.close();
            return empty();
        }
        long rowSize = (long) keyValueHeads * capacity * headDim;
        try (array;
                NDArray flat = array.reshape(-1, rowSize);
                NDArray rows = // index_select
                        Embedding.embedding(index, flat, SparseFormat.DENSE).head()) {
            return kept(rows.reshape((long) rows() * keyValueHeads, capacity, headDim));
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
