package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DecoderLayer} as decoding wants it: projections of the same input joined, results
 * written over their inputs, since nothing is kept for a backward pass.
 */
final class CachedLayer {

    private final int layer;
    private final int heads;
    private final int keyValueHeads;
    private final int headDim;
    private final NDArray attentionNorm;
    private final Projection queryKeyValue;
    private final @Nullable NDArray headNorm; // [H + KV, headDim]
    private final Projection output;
    private final NDArray feedForwardNorm;
    private final Projection gateUp;
    private final Projection down;

    /**
     * Fetches a layer's weights.
     *
     * @param join whether to copy those of projections of the same input into one array
     */
    CachedLayer(DecoderLayer source, Weights weights, NDManager manager, boolean join) {
        Attention attention = source.attention();
        layer = attention.layer();
        heads = attention.query().count();
        keyValueHeads = attention.key().count();
        headDim = attention.query().headDim();
        attentionNorm = weights.of(source.attentionNorm().weight());
        LinearLayer[] three = {
            attention.query().linear(), attention.key().linear(), attention.value().linear()
        };
        queryKeyValue =
                join
                        ? Projection.joined(weights, manager, three)
                        : Projection.of(weights, manager, three);
        headNorm = headNorm(attention, weights, manager);
        output = Projection.of(weights, manager, attention.output());
        feedForwardNorm = weights.of(source.feedForwardNorm().weight());
        LinearLayer[] two = {source.feedForward().gate(), source.feedForward().up()};
        gateUp =
                join
                        ? Projection.joined(weights, manager, two)
                        : Projection.of(weights, manager, two);
        down = Projection.of(weights, manager, source.feedForward().down());
    }

    private @Nullable NDArray headNorm(Attention attention, Weights weights, NDManager manager) {
        RmsNorm query = attention.query().norm();
        RmsNorm key = attention.key().norm();
        if (query == null || key == null) {
            return null;
        }
        NDArray forQueries = weights.of(query.weight()).reshape(1, headDim).repeat(0, heads);
        NDArray forKeys = weights.of(key.weight()).reshape(1, headDim).repeat(0, keyValueHeads);
        return Projection.kept(forQueries.concat(forKeys, 0), manager);
    }

    /**
     * Adds the layer's two results to {@code x}.
     *
     * @param x {@code [B * T, D]}, changed in place
     * @param step the tokens at hand
     */
    void apply(NDArray x, DecodingStep step) {
        NDArray normed = norm(x, step.epsilon()).muli(attentionNorm);
        x.addi(output.apply(attend(queryKeyValue.apply(normed), step)));
        NDArray both = gateUp.apply(norm(x, step.epsilon()).muli(feedForwardNorm)); // [B * T, 2 F]
        long width = both.getShape().get(1) / 2;
        NDArray gate = Views.slice(both, 1, 0, width);
        NDArray silu = Activation.sigmoid(gate).muli(gate);
        x.addi(down.apply(silu.muli(Views.slice(both, 1, width, 2 * width))));
    }

    static NDArray norm(NDArray x, NDArray epsilon) {
        NDArray meanSquare = x.square().mean(new int[] {-1}, true);
        return x.div(meanSquare.addi(epsilon).sqrt());
    }

    /** Maps queries, keys and values {@code [B * T, (H + 2 KV) headDim]} to {@code [B * T, ..]}. */
    private NDArray attend(NDArray projected, DecodingStep step) {
        int rows = step.cache().rows();
        int turning = heads + keyValueHeads;
        NDArray all = projected.reshape(-1, turning + keyValueHeads, headDim);
        NDArray queriesAndKeys = Views.slice(all, 1, 0, turning);
        if (headNorm != null) {
            queriesAndKeys = norm(queriesAndKeys, step.epsilon()).muli(headNorm);
        }
        rotate(queriesAndKeys, step);
        NDArray key = byHead(Views.slice(queriesAndKeys, 1, heads, turning), step, 1);
        NDArray value = byHead(Views.slice(all, 1, turning, turning + keyValueHeads), step, 1);
        step.cache().write(layer, key, value, step.tokens());

        int group = heads / keyValueHeads;
        NDArray query = byHead(Views.slice(queriesAndKeys, 1, 0, heads), step, group);
        NDArray scores = // [B * KV, group * T, columns]
                Views.product(
                        query.muli(step.queryScale()), step.cache().keys(layer).swapAxes(1, 2));
        NDArray bias = step.bias();
        if (bias != null) {
            scores.reshape(
                            (long) rows * keyValueHeads,
                            group,
                            step.tokens(),
                            step.cache().columns())
                    .addi(bias);
        }
        NDArray mixed = Views.product(scores.softmax(-1), step.cache().values(layer));
        if (step.tokens() > 1) {
            mixed =
                    mixed.reshape(rows, keyValueHeads, group, step.tokens(), headDim)
                            .transpose(0, 3, 1, 2, 4);
        }
        return mixed.reshape((long) rows * step.tokens(), (long) heads * headDim);
    }

    /** Turns {@code [B * T, heads, headDim]} in place. */
    private void rotate(NDArray x, DecodingStep step) {
        int half = headDim / 2;
        NDArray swapped =
                Views.slice(x, 2, half, headDim)
                        .getNDArrayInternal()
                        .concat(new NDList(Views.slice(x, 2, 0, half)), -1);
        x.muli(step.rotation().cos()).addi(swapped.muli(step.rotation().signedSin()));
    }

    /** Maps {@code [B * T, KV * group, headDim]} to {@code [B * KV, group * T, headDim]}. */
    private NDArray byHead(NDArray x, DecodingStep step, int group) {
        int tokens = step.tokens();
        if (tokens > 1) {
            x =
                    x.reshape(step.cache().rows(), tokens, keyValueHeads, group, headDim)
                            .transpose(0, 2, 3, 1, 4);
        }
        return x.reshape(
                (long) step.cache().rows() * keyValueHeads, (long) group * tokens, headDim);
    }
}
