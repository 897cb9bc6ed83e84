package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenScores;

/**
 * The positions of a {@code [B, T]} batch whose mask is 1, {@code N} of them.
 *
 * @param shape {@code (B, T)}
 * @param masked their indices in row-major order {@code [N]}, int64
 * @param computed where among the asked tokens a forward pass computes them {@code [N]}, int64
 * @param unmasked for each position its index among the masked ones plus 1, 0 outside the mask,
 *     {@code [B * T]}, int64
 * @param asked the tokens that the last layer computes
 */
record MaskedPositions(
        Shape shape, NDArray masked, NDArray computed, NDArray unmasked, AskedTokens asked) {

    static MaskedPositions of(
            TokenBatch batch, float[] mask, PackedTokens tokens, AskedTokens asked) {
        NDManager manager = batch.manager();
        long[] inverse = new long[mask.length];
        int count = 0;
        for (int i = 0; i < mask.length; i++) {
            inverse[i] = mask[i] != 0 ? ++count : 0;
        }
        long[] indices = new long[count];
        long[] places = new long[count];
        for (int i = 0; i < mask.length; i++) {
            if (inverse[i] > 0) {
                indices[(int) inverse[i] - 1] = i;
                places[(int) inverse[i] - 1] = asked.indices()[tokens.places()[i]];
            }
        }
        return new MaskedPositions(
                batch.shape(),
                NativeArrays.indices(manager, indices),
                NativeArrays.indices(manager, places),
                NativeArrays.indices(manager, inverse),
                asked);
    }

    /** Hidden states {@code [asked tokens, D]} to {@code [N, D]}. */
    NDArray gatherRows(NDArray x) {
        return Embedding.embedding(computed, x, SparseFormat.DENSE).head(); // index_select
    }

    /** {@code [B, T]} to {@code [N]}. */
    NDArray gather(NDArray x) {
        return x.reshape(shape.size()).gather(masked, 0);
    }

    /** Scores {@code [N]} to {@code [B, T]}, 0 outside the mask. */
    TokenScores scatter(TokenScores scores) {
        return new TokenScores(scatter(scores.logProbs()), scatter(scores.entropy()));
    }

    /** {@code [N]} to {@code [B, T]}, 0 outside the mask. */
    NDArray scatter(NDArray values) {
        NDArray zero = values.getManager().zeros(new Shape(1));
        return zero.concat(values, 0).gather(unmasked, 0).reshape(shape);
    }
}
