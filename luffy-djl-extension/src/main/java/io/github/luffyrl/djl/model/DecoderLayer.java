package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;

/**
 * One pre-norm transformer layer: attention and a gated feed-forward part, each with a residual.
 */
record DecoderLayer(
        RmsNorm attentionNorm, Attention attention, RmsNorm feedForwardNorm, GatedMlp feedForward) {

    /** Maps {@code [N, D]} to the same shape. */
    NDArray apply(ForwardPass pass, NDArray x) {
        NDArray attended = Scopes.resultOf(() -> x.add(attend(pass, x)));
        return Scopes.resultOf(() -> attended.add(feedForward(pass, attended)));
    }

    private NDArray attend(ForwardPass pass, NDArray x) {
        return attention.apply(pass, attentionNorm.apply(pass, x));
    }

    private NDArray feedForward(ForwardPass pass, NDArray x) {
        return feedForward.apply(pass, feedForwardNorm.apply(pass, x));
    }
}
