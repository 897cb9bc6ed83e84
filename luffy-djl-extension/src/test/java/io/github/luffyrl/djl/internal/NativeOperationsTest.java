package io.github.luffyrl.djl.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class NativeOperationsTest {

    private static final int CALLS = 30; // TorchScript's optimizer begins after two

    /** A resumed run begins with the first call, the run that it continues is at the thousandth. */
    @Test
    void computeTheSameHoweverOftenTheyWereCalled() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray x = manager.randomNormal(0, 1, new Shape(5, 2, 8), DataType.FLOAT32);
            NDArray y = manager.randomNormal(0, 1, new Shape(5, 1, 8), DataType.FLOAT32);
            NDArray weight = manager.randomNormal(1, 1, new Shape(8), DataType.FLOAT32);
            float[] first = gradient(x, y, weight);
            for (int i = 0; i < CALLS; i++) {
                assertArrayEquals(first, gradient(x, y, weight));
            }
        }
    }

    private static float[] gradient(NDArray x, NDArray y, NDArray weight) {
        try (NDManager manager = x.getManager().newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray leaf = x.duplicate();
            leaf.attach(manager);
            leaf.setRequiresGradient(true);
            NDArray epsilon = manager.create(1e-6f);
            NDArray normed = NativeOperations.rmsNorm(leaf, weight, epsilon);
            NDArray turned = NativeOperations.rotate(normed, y, y);
            NDArray gated = NativeOperations.siluTimes(turned, normed);
            NDArray attended =
                    NativeOperations.attention(
                            gated.expandDims(0), normed.expandDims(0), turned.expandDims(0), null);
            collector.backward(attended.sum());
            return leaf.getGradient().toFloatArray();
        }
    }
}
