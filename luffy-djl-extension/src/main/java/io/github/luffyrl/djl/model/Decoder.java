package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import java.util.List;

/** From token ids to final hidden states. */
record Decoder(Parameter embedding, List<DecoderLayer> layers, RmsNorm finalNorm) {

    /** Maps ids {@code [B, T]} to {@code [B, T, D]}. */
    NDArray apply(ForwardPass pass, NDArray ids) {
        NDArray x = embed(pass, ids);
        for (DecoderLayer layer : layers) {
            x = layer.apply(pass, x);
        }
        return norm(pass, x);
    }

    /** Maps ids {@code [B, T]} to the input of the first layer {@code [B, T, D]}. */
    NDArray embed(ForwardPass pass, NDArray ids) {
        return Embedding.embedding(ids, pass.weights().of(embedding), SparseFormat.DENSE).head();
    }

    /** Norms the last layer's output. */
    NDArray norm(ForwardPass pass, NDArray x) {
        return finalNorm.apply(pass.weights(), x, pass.epsilon());
    }
}
