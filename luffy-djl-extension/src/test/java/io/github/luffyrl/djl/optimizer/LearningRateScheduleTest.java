package io.github.luffyrl.djl.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.djl.recipe.Recipe;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    @Test
    void theRateIsAShareOfThePeak() {
        Tracker rates = LearningRateSchedule.cosine(1e-3, 4, 10, 0.1);

        assertEquals(0, rates.getNewValue(0));
        assertEquals(5e-4f, rates.getNewValue(2)); // half of the warm-up
        assertEquals(1e-3f, rates.getNewValue(4));
        assertEquals(5.5e-4f, rates.getNewValue(7)); // half way: (1 + 0.1) / 2
    }

    @Test
    void aDecayStaysAtItsMinimumAfterTheLastStep() {
        LearningRateSchedule cosine = LearningRateSchedule.cosine(1, 10, 30, 0.1);
        LearningRateSchedule linear = LearningRateSchedule.linear(1, 10, 30, 0.1);

        assertEquals(0.1, cosine.multiplier(30), 1e-15);
        assertEquals(0.1, cosine.multiplier(45), 1e-15);
        assertEquals(0.775, linear.multiplier(15), 1e-15); // a quarter: 1 - 0.9 / 4
        assertEquals(0.1, linear.multiplier(45), 1e-15);
    }

    /** progress = (step - warmup) / max(1, total - warmup): 0 at step 4, 1 at step 5. */
    @Test
    void aRunMayEndWithinItsWarmup() {
        for (long total : new long[] {4, 2}) {
            LearningRateSchedule cosine = LearningRateSchedule.cosine(1, 4, total, 0.1);

            assertEquals(0, cosine.multiplier(0));
            assertEquals(0.25, cosine.multiplier(1));
            assertEquals(0.75, cosine.multiplier(3));
            assertEquals(1, cosine.multiplier(4));
            assertEquals(0.1, cosine.multiplier(5), 1e-15);
        }
    }

    /**
     * Warm-up of the whole run: step / warmup, then max(0, cos(pi * 2 * 0.5 * progress) * (1 - min)
     * / 2 + (1 + min) / 2) with progress 0 at the last step.
     */
    @Test
    void theWarmupMayLastAsLongAsTheRun() {
        LearningRateSchedule cosine = LearningRateSchedule.cosine(2e-6, 8, 8, 0.1);
        double[] multipliers = {0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1};
        for (int step = 0; step < multipliers.length; step++) {
            assertEquals(multipliers[step], cosine.multiplier(step), "step " + step);
            assertEquals((float) (2e-6 * multipliers[step]), cosine.getNewValue(step));
        }
        assertEquals(1, LearningRateSchedule.cosine(1, 1, 1, 0).multiplier(1));
        Recipe recipe =
                Recipe.of(
                        List.of(
                                "optimizer.schedule=cosine",
                                "optimizer.warmupSteps=8",
                                "optimizer.learningRate=2e-6",
                                "steps=8"));
        assertEquals(1e-6f, recipe.optimizer().learningRates(recipe.steps()).getNewValue(4));
    }

    @Test
    void schedulesRejectWhatIsOutOfRange() {
        refused(() -> LearningRateSchedule.constant(1, -1));
        refused(() -> LearningRateSchedule.constant(-1, 0));
        refused(() -> LearningRateSchedule.constant(Double.NaN, 0));
        refused(() -> LearningRateSchedule.linear(1, 0, 0, 0));
        refused(() -> LearningRateSchedule.cosine(1, 0, 10, 1.5));
    }

    private static void refused(Runnable schedule) {
        assertThrows(IllegalArgumentException.class, schedule::run);
    }
}
