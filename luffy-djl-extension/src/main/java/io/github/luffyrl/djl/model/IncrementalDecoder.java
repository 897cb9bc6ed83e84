package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads rows of tokens with a language model, one or more at a time, and predicts the next ones;
 * without gradient, used by one thread. Rows may be read once and then multiplied, so that what
 * they have in common is computed once.
 */
public sealed interface IncrementalDecoder extends AutoCloseable
        permits CachedDecoder, UncachedDecoder {

    /**
     * Opens a decoder of empty rows.
     *
     * @param model a {@link CausalLm}, whose keys and values are kept, or any Block that maps ids
     *     {@code [B, T]} to logits {@code [B, T, V]} and does not look ahead: it reads the whole
     *     row again for every token
     * @param manager owns what is kept
     * @param store the parameters' values
     * @param rows how many, at least 1
     * @return a decoder, to be closed
     */
    static IncrementalDecoder open(Block model, NDManager manager, ParameterStore store, int rows) {
        return model instanceof CausalLm causalLm
                ? causalLm.newDecoder(manager, store, rows)
                : new UncachedDecoder(model, manager, store, rows);
    }

    /**
     * Returns what a row needs at most, beside the model.
     *
     * @param model as for {@link #open}; of a Block that is not a {@link CausalLm} the largest
     *     extent of a parameter counts as the vocabulary
     * @param tokens the row's length in the end
     * @return bytes, about
     */
    static long bytesPerRow(Block model, int tokens) {
        if (model instanceof CausalLm causalLm) {
            CausalLmConfig config = causalLm.config();
            long numbers = 2L * config.layers() * config.keyValueHeads() * config.headDim();
            return Float.BYTES * (tokens * numbers + 3L * config.vocabSize());
        }
        long vocabulary =
                model.getParameters().values().stream()
                        .map(Parameter::getShape)
                        .filter(Objects::nonNull)
                        .flatMapToLong(shape -> Arrays.stream(shape.getShape()))
                        .max()
                        .orElse(1);
        return 2 * vocabulary * tokens * Float.BYTES;
    }

    /**
     * Reads further tokens.
     *
     * @param tokens for each row, possibly none
     */
    void read(List<Tokens> tokens);

    /**
     * Reads one further token of each row and predicts the one after it.
     *
     * @param tokens one per row
     * @return logits {@code [B, V]}, to be closed by the caller
     */
    NDArray next(int[] tokens);

    /**
     * Continues with other rows: some left out, some multiplied.
     *
     * @param rows indices of present rows, at least one
     */
    void selectRows(int[] rows);

    @Override
    void close();
}
