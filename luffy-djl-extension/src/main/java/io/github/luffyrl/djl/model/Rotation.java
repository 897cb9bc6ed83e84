package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;

/**
 * Rotary position embedding of the half-split kind: dimension {@code i} of the first half turns
 * with dimension {@code i} of the second.
 *
 * @param cos {@code [N or 1, 1, headDim]}
 * @param signedSin the sine, negative in the first half, of the same shape
 */
record Rotation(NDArray cos, NDArray signedSin) {

    /**
     * Returns the angle by which each pair of dimensions turns from one position to the next.
     *
     * @param config the architecture
     * @return radians {@code [headDim / 2]}, from the fastest
     */
    static float[] frequencies(CausalLmConfig config) {
        float[] frequencies = new float[config.headDim() / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
            frequencies[i] = (float) config.ropeScaling().scale(plain);
        }
        return frequencies;
    }

    /**
     * Prepares the rotation of the given positions.
     *
     * @param manager owns the result
     * @param positions {@code [N]}, int64
     * @param frequencies see {@link #frequencies}
     */
    static Rotation at(NDManager manager, NDArray positions, float[] frequencies) {
        NDArray angles =
                positions
                        .toType(DataType.FLOAT32, false)
                        .expandDims(-1)
                        .mul(manager.create(frequencies))
                        .expandDims(1); // [N, 1, headDim / 2]
        NDArray cos = angles.cos();
        NDArray sin = angles.sin();
        return new Rotation(cos.concat(cos, -1), sin.neg().concat(sin, -1));
    }

    /** Takes those of some tokens, by their indices {@code [M]}. */
    Rotation select(NDArray index) {
        return new Rotation(select(index, cos), select(index, signedSin));
    }

    private static NDArray select(NDArray index, NDArray angles) {
        return Embedding.embedding(index, angles.squeeze(1), SparseFormat.DENSE)
                .head()
                .expandDims(1);
    }
}
