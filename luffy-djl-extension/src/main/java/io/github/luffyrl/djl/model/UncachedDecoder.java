package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Block;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.internal.Gradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads with any Block, from the beginning for every token. */
final class UncachedDecoder implements IncrementalDecoder {

    private final Block model;
    private final NDManager manager;
    private final ParameterStore store;
    private List<Tokens> rows;

    UncachedDecoder(Block model, NDManager parent, ParameterStore store, int rows) {
        this.model = model;
        this.manager = parent.newSubManager();
        this.store = store;
        this.rows = new ArrayList<>(Collections.nCopies(rows, Tokens.NONE));
    }

    @Override
    public void read(List<Tokens> tokens) {
        for (int row = 0; row < rows.size(); row++) {
            rows.set(row, rows.get(row).concat(tokens.get(row)));
        }
    }

    @Override
    public NDArray next(int[] tokens) {
        read(Arrays.stream(tokens).mapToObj(Tokens::of).toList());
        int width = rows.stream().mapToInt(Tokens::length).max().orElseThrow();
        long[] ids = new long[rows.size() * width]; // padded on the right, where nobody looks
        long[] last = new long[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            Tokens seen = rows.get(row);
            for (int t = 0; t < seen.length(); t++) {
                ids[row * width + t] = seen.get(t);
            }
            last[row] = (long) row * width + seen.length() - 1;
        }
        return Gradients.unrecorded(() -> logits(ids, last));
    }

    /** Logits {@code [B, V]} at the given positions of {@code [B, T]} ids. */
    private NDArray logits(long[] ids, long[] positions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray input = manager.create(ids, new Shape(rows.size(), ids.length / rows.size()));
            NDArray logits = logits(model.forward(store, new NDList(input), false), input);
            NDArray flat = logits.reshape(ids.length, logits.getShape().get(2));
            return Projection.kept( // index_select
                    Embedding.embedding(manager.create(positions), flat, SparseFormat.DENSE).head(),
                    manager);
        }
    }

    private static NDArray logits(NDList predictions, NDArray ids) {
        NDArray logits =
                predictions.size() == 1
                        ? predictions.head()
                        : BatchLayout.require(predictions, BatchLayout.LOGITS);
        Shape shape = logits.getShape();
        if (shape.dimension() != 3 || !shape.slice(0, 2).equals(ids.getShape())) {
            throw new IllegalArgumentException(
                    "the model maps ids of shape "
                            + ids.getShape()
                            + " to shape "
                            + shape
                            + "; a policy needs logits (rows, tokens, vocabulary)");
        }
        return logits;
    }

    @Override
    public void selectRows(int[] indices) {
        rows = new ArrayList<>(Arrays.stream(indices).mapToObj(rows::get).toList());
    }

    @Override
    public void close() {
        manager.close();
    }
}
