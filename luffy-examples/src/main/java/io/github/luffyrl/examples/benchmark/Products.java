package io.github.luffyrl.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;

/**
 * Floating-point operations of products with weights, two for each weight and token; those of
 * attention scores are not counted.
 */
final class Products {

    private static final int SIDE = 1024;
    private static final int TRIES = 3;

    private Products() {}

    /** Weights of a tied model, but for biases and norms. */
    static long weights(CausalLmConfig config) {
        return config.layers() * (keyValue(config) + otherOfLayer(config)) + head(config);
    }

    private static long keyValue(CausalLmConfig config) {
        return 2L * config.keyValueHeads() * config.headDim() * config.hiddenSize();
    }

    private static long otherOfLayer(CausalLmConfig config) {
        return 2L * config.heads() * config.headDim() * config.hiddenSize()
                + 3L * config.intermediateSize() * config.hiddenSize();
    }

    private static long head(CausalLmConfig config) {
        return (long) config.vocabSize() * config.hiddenSize();
    }

    /**
     * Of generation.
     *
     * @param tokens that went through the layers
     * @param scored those of them whose next token was predicted
     */
    static double generating(CausalLmConfig config, long tokens, long scored) {
        long layers = config.layers() * (keyValue(config) + otherOfLayer(config));
        return 2.0 * (layers * tokens + head(config) * scored);
    }

    /**
     * Of a training step; what is computed again in its backward pass does not count again.
     *
     * @param tokens that went through the layers
     * @param trained those of them that were trained on: the last layer computes no more than keys
     *     and values of the others
     */
    static double training(CausalLmConfig config, long tokens, long trained) {
        long others = otherOfLayer(config);
        long layers = (config.layers() - 1) * (keyValue(config) + others) + keyValue(config);
        return 6.0 * (layers * tokens + (others + head(config)) * trained);
    }

    /** GFLOP/s of a product of two float32 matrices of 1024 rows and columns, the best of three. */
    static double measure(NDManager parent, int threads) {
        int before = JniUtils.getNumThreads();
        JniUtils.setNumThreads(threads);
        try (NDManager manager = parent.newSubManager()) {
            NDArray a = manager.randomNormal(new Shape(SIDE, SIDE));
            NDArray b = manager.randomNormal(new Shape(SIDE, SIDE));
            double best = 0;
            for (int i = 0; i < TRIES; i++) {
                long begin = System.nanoTime();
                a.matMul(b).close();
                best = Math.max(best, 2.0 * SIDE * SIDE * SIDE / (System.nanoTime() - begin));
            }
            return best;
        } finally {
            JniUtils.setNumThreads(before);
        }
    }
}
