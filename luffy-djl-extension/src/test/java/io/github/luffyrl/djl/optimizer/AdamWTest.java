package io.github.luffyrl.djl.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    /*
     * Learning rate 0.1, betas 1/2 and 3/4, epsilon 2, weight decay 1/2: both steps first shrink
     * the weight by 1 - 0.1 * 0.5 = 0.95. For the weight 1 with gradients 2 and 1:
     *
     *   m1 = 2 / 2 = 1           m1 / (1 - 1/2) = 2
     *   v1 = 4 / 4 = 1           v1 / (1 - 3/4) = 4, root 2
     *   w1 = 0.95 - 0.1 * 2 / (2 + 2) = 0.9
     *
     *   m2 = 1 / 2 + 1 / 2 = 1   m2 / (1 - 1/4) = 4/3
     *   v2 = 3 / 4 + 1 / 4 = 1   v2 / (1 - 9/16) = 16/7, root 4 / sqrt(7)
     *   w2 = 0.855 - 0.1 * (4/3) / (4 / sqrt(7) + 2) = 0.817033...
     *
     * A weight without gradient only shrinks: 10, 9.5, 9.025.
     */
    private static final float[] GRADIENT_1 = {2, 0};
    private static final float[] GRADIENT_2 = {1, 0};
    private static final float[] WEIGHTS_1 = {0.9f, 9.5f};
    private static final float[] WEIGHTS_2 = {
        (float) (0.855 - 0.1 * (4 / 3.) / (4 / Math.sqrt(7) + 2)), 9.025f
    };

    private static AdamW byHand() {
        return AdamW.builder()
                .optLearningRate(Tracker.fixed(0.1f))
                .optBetas(0.5, 0.75)
                .optEpsilon(2)
                .optWeightDecays(0.5f)
                .build();
    }

    @Test
    void twoStepsGiveTheNumbersWorkedOutByHand() {
        AdamW optimizer = byHand();
        NDArray weight = weight(1, 10);
        update(optimizer, "id", weight, GRADIENT_1);
        assertArrayEquals(WEIGHTS_1, weight.toFloatArray(), 1e-6f);
        update(optimizer, "id", weight, GRADIENT_2);
        assertArrayEquals(WEIGHTS_2, weight.toFloatArray(), 1e-6f);
    }

    @Test
    void anUpdateZeroesTheGradient() {
        NDArray weight = weight(1, 10);
        update(byHand(), "id", weight, GRADIENT_1);
        assertArrayEquals(new float[2], weight.getGradient().toFloatArray());
    }

    @Test
    void parametersOfOneNameHaveTheirOwnState() {
        AdamW optimizer = byHand();
        NDArray first = weight(1, 10);
        NDArray second = weight(1, 10);
        first.setName("weight"); // as all weights of DJL's Linear blocks are called
        second.setName("weight");
        update(optimizer, "uid-1", first, GRADIENT_1);
        update(optimizer, "uid-2", second, GRADIENT_1);
        assertArrayEquals(WEIGHTS_1, second.toFloatArray(), 1e-6f);
        update(optimizer, "uid-1", first, GRADIENT_2);
        assertArrayEquals(WEIGHTS_2, first.toFloatArray(), 1e-6f);
    }

    @Test
    void theStateOutlivesTheScopeOfTheFirstUpdate() {
        AdamW optimizer = byHand();
        NDArray weight = weight(1, 10);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            update(optimizer, "id", weight, GRADIENT_1);
        }
        update(optimizer, "id", weight, GRADIENT_2);
        assertArrayEquals(WEIGHTS_2, weight.toFloatArray(), 1e-6f);
    }

    @Test
    void theTrackerIsAskedForUpdatesCountedFromOnePerParameter() {
        List<Integer> asked = new ArrayList<>();
        Tracker tracker =
                update -> {
                    asked.add(update);
                    return 0.5f / update;
                };
        AdamW optimizer = AdamW.builder().optLearningRate(tracker).build();
        NDArray a = weight(1, 2);
        NDArray b = weight(1, 2);
        update(optimizer, "a", a, GRADIENT_1);
        update(optimizer, "a", a, GRADIENT_1);
        update(optimizer, "b", b, GRADIENT_1);
        assertEquals(List.of(1, 2, 1), asked);
        assertEquals(0.125f, optimizer.learningRate(4));
    }

    @Test
    void theDefaultsArePyTorchs() {
        // first step: 0.001 in the direction of the gradient, after a decay of 0.001 * 0.01
        NDArray weight = weight(1, 10);
        update(AdamW.builder().build(), "id", weight, new float[] {-3, 1e-8f});
        assertEquals(1 - 1e-5 + 1e-3, weight.getFloat(0), 1e-7);
        // a gradient as small as epsilon halves the step: g / (|g| + eps)
        assertEquals(10 - 1e-4 - 0.5e-3, weight.getFloat(1), 2e-6);
    }

    private NDArray weight(float... values) {
        NDArray weight = manager.create(values).duplicate();
        weight.setRequiresGradient(true);
        return weight;
    }

    private void update(AdamW optimizer, String id, NDArray weight, float... gradient) {
        try (NDManager batch = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray factors = batch.create(gradient);
            collector.backward(weight.mul(factors).sum());
        }
        optimizer.update(id, weight, weight.getGradient().duplicate());
    }
}
