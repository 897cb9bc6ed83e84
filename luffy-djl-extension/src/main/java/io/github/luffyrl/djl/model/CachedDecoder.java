package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.internal.Gradients;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads with a {@link CausalLm}, each token once. */
final class CachedDecoder implements IncrementalDecoder {

    /** Bounds the memory of long prompts: so many tokens of all rows, and of a row, at a time. */
    private static final int TOKENS_AT_A_TIME = 4096;

    private static final int COLUMNS_AT_A_TIME = 512;

    private final NDManager manager;
    private final CachedWeights weights;
    private final KeyValueCache cache;
    private RotationTable rotations;
    private int[] positions; // of each row's next token

    /**
     * Creates a decoder of empty rows.
     *
     * @param manager owned by the decoder
     * @param weights owned by the same manager, or by the model
     * @param cache without columns
     */
    CachedDecoder(NDManager manager, CachedWeights weights, KeyValueCache cache) {
        this.manager = manager;
        this.weights = weights;
        this.cache = cache;
        rotations = weights.rotations(manager, 1);
        positions = new int[cache.rows()];
    }

    @Override
    public void read(List<Tokens> tokens) {
        int width = tokens.stream().mapToInt(Tokens::length).max().orElseThrow();
        int atATime = Math.min(COLUMNS_AT_A_TIME, Math.max(1, TOKENS_AT_A_TIME / cache.rows()));
        for (int from = 0; from < width; from += atATime) {
            int first = from;
            int last = Math.min(from + atATime, width);
            List<Tokens> columns =
                    tokens.stream()
                            .map(
                                    row -> {
                                        int padding = width - row.length();
                                        return row.slice(
                                                Math.max(0, first - padding),
                                                Math.max(0, last - padding));
                                    })
                            .toList();
            withoutGradient(() -> layers(columns, last - first)).close();
        }
    }

    @Override
    public NDArray next(int[] tokens) {
        List<Tokens> column = Arrays.stream(tokens).mapToObj(Tokens::of).toList();
        return withoutGradient(() -> weights.logits(layers(column, 1)));
    }

    /** Sets the position of each row's next token, where it is not the one after the last. */
    void continueAt(int[] next) {
        positions = next.clone();
    }

    private NDArray withoutGradient(Supplier<NDArray> computation) {
        return Gradients.unrecorded(
                () -> {
                    try (NDScope scope = new NDScope()) {
                        scope.suppressNotUsedWarning();
                        return Projection.kept(computation.get(), manager);
                    }
                });
    }

    /** Reads the tokens, padded on the left, and returns hidden states {@code [B * T, D]}. */
    private NDArray layers(List<Tokens> tokens, int width) {
        int rows = cache.rows();
        int[] padding = tokens.stream().mapToInt(row -> width - row.length()).toArray();
        long[] ids = new long[rows * width];
        long[] turned = new long[rows * width];
        for (int row = 0; row < rows; row++) {
            for (int column = padding[row]; column < width; column++) {
                ids[row * width + column] = tokens.get(row).get(column - padding[row]);
                turned[row * width + column] = positions[row]++;
            }
        }
        cache.addColumns(width, padding);
        DecodingStep step = weights.step(cache, width, rotation(turned), bias(width));
        NDArray x =
                Embedding.embedding(manager.create(ids), weights.embedding(), SparseFormat.DENSE)
                        .head();
        weights.layers().forEach(layer -> layer.apply(x, step));
        return x;
    }

    private Rotation rotation(long[] turned) {
        int limit = Math.toIntExact(Arrays.stream(turned).max().orElseThrow()) + 1;
        weights.config().requireLength(limit);
        if (limit > rotations.limit()) {
            rotations.close();
            rotations = weights.rotations(manager, limit + Math.max(limit / 2, 64));
        }
        return rotations.at(manager, turned);
    }

    private @Nullable NDArray bias(int width) {
        NDArray padding = cache.paddingBias();
        if (width == 1) {
            return padding;
        }
        NDArray causal =
                AttentionBias.causal(manager, width, cache.columns())
                        .reshape(1, 1, width, cache.columns());
        return padding == null ? causal : causal.minimum(padding);
    }

    @Override
    public void selectRows(int[] rows) {
        if (Arrays.equals(rows, IntStream.range(0, cache.rows()).toArray())) {
            return;
        }
        cache.selectRows(rows);
        int[] before = positions;
        positions = Arrays.stream(rows).map(row -> before[row]).toArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
