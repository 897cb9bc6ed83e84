package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import java.util.List;

/** From token ids to final hidden states. */
record Decoder(Parameter embedding, List<DecoderLayer> layers, RmsNorm finalNorm) {

    /** Computes {@code [N, D]} of the tokens of the pass. */
    NDArray apply(ForwardPass pass) {
        NDArray x = embed(pass);
        for (DecoderLayer layer : layers) {
            x = layer.apply(pass, x);
        }
        return norm(pass, x);
    }

    /** Looks up the input of the first layer {@code [N, D]}. */
    NDArray embed(ForwardPass pass) {
        return Embedding.embedding(pass.ids(), pass.weights().of(embedding), SparseFormat.DENSE)
                .head();
    }

    /** Norms the last layer's output. */
    NDArray norm(ForwardPass pass, NDArray x) {
        return finalNorm.apply(pass, x);
    }
}
