package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;

/**
 * One pre-norm transformer layer: attention and a gated feed-forward part, each with a residual.
 *
 * @param last whether no layer follows, so that only what is asked for is computed
 */
record DecoderLayer(
        RmsNorm attentionNorm,
        Attention attention,
        RmsNorm feedForwardNorm,
        GatedMlp feedForward,
        boolean last) {

    /** Maps {@code [N, D]} to the same shape, or to {@code [M, D]} of what is asked for. */
    NDArray apply(ForwardPass pass, NDArray x) {
        Queries queries = last ? pass.asked() : pass.all();
        NDArray attended = Scopes.resultOf(() -> queries.of(x).add(attend(pass, queries, x)));
        return Scopes.resultOf(() -> attended.add(feedForward(pass, attended)));
    }

    private NDArray attend(ForwardPass pass, Queries queries, NDArray x) {
        return attention.apply(pass, queries, attentionNorm.apply(pass, x));
    }

    private NDArray feedForward(ForwardPass pass, NDArray x) {
        return feedForward.apply(pass, feedForwardNorm.apply(pass, x));
    }
}
