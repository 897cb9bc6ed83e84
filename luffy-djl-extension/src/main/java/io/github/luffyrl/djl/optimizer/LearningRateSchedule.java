package io.github.luffyrl.djl.optimizer;

import ai.djl.training.tracker.Tracker;

/**
 * The learning rate over a run: a linear warm-up from 0 to the peak, then a decay, as LUFFY's
 * released code has it.
 *
 * <pre>{@code
 * AdamW.builder().optLearningRate(LearningRateSchedule.cosine(1e-6, 50, 1000, 0.1)).build();
 * }</pre>
 *
 * <p>DJL's {@code WarmUpTracker} over a {@code CosineTracker} or {@code LinearTracker} does not
 * give the reference's multipliers: it computes in single precision, and a constant rate without a
 * warm-up is not 0 at update 0. {@link AdamW} counts updates from 1, as DJL's optimizers do, so its
 * first update has the rate of update 1.
 *
 * @param peak the rate after the warm-up, at least 0
 * @param decay what follows the warm-up
 * @param warmupSteps at least 0; a run may end before the warm-up does
 * @param totalSteps optimizer steps of the run, at least 1; the last rate holds afterwards. Not
 *     read by {@link Decay#CONSTANT}
 * @param minimum the last rate as a share of the peak, 0 to 1. Not read by {@link Decay#CONSTANT}
 */
public record LearningRateSchedule(
        double peak, Decay decay, long warmupSteps, long totalSteps, double minimum)
        implements Tracker {

    /** What follows the warm-up. */
    public enum Decay {
        /** The peak to the end; 0 at update 0, even without a warm-up. */
        CONSTANT,
        /** A straight line from the peak to the minimum. */
        LINEAR,
        /** Half a cosine wave from the peak to the minimum. */
        COSINE
    }

    /** Rejects values out of range. */
    public LearningRateSchedule {
        if (!(peak >= 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("peak = " + peak + ", need a number of at least 0");
        }
        if (warmupSteps < 0 || totalSteps < 1) {
            throw new IllegalArgumentException(
                    "warmupSteps = "
                            + warmupSteps
                            + ", totalSteps = "
                            + totalSteps
                            + ": need at least 0 and at least 1");
        }
        if (!(minimum >= 0 && minimum <= 1)) {
            throw new IllegalArgumentException("minimum = " + minimum + ", need 0 to 1");
        }
    }

    /**
     * Creates a schedule that stays at its peak.
     *
     * @param peak the rate after the warm-up
     * @param warmupSteps at least 0
     * @return the schedule
     */
    public static LearningRateSchedule constant(double peak, long warmupSteps) {
        return new LearningRateSchedule(peak, Decay.CONSTANT, warmupSteps, Long.MAX_VALUE, 1);
    }

    /**
     * Creates a schedule that falls in a straight line.
     *
     * @param peak the rate after the warm-up
     * @param warmupSteps at least 0
     * @param totalSteps at least 1
     * @param minimum share of the peak at the end, 0 to 1
     * @return the schedule
     */
    public static LearningRateSchedule linear(
            double peak, long warmupSteps, long totalSteps, double minimum) {
        return new LearningRateSchedule(peak, Decay.LINEAR, warmupSteps, totalSteps, minimum);
    }

    /**
     * Creates a schedule that falls by half a cosine wave.
     *
     * @param peak the rate after the warm-up
     * @param warmupSteps at least 0
     * @param totalSteps at least 1
     * @param minimum share of the peak at the end, 0 to 1
     * @return the schedule
     */
    public static LearningRateSchedule cosine(
            double peak, long warmupSteps, long totalSteps, double minimum) {
        return new LearningRateSchedule(peak, Decay.COSINE, warmupSteps, totalSteps, minimum);
    }

    /**
     * Returns the rate of an update.
     *
     * @param updates number of the update, at least 0
     * @return 0 to the peak
     */
    @Override
    public float getNewValue(int updates) {
        return (float) (peak * multiplier(updates));
    }

    /** The rate as a share of the peak. */
    double multiplier(long step) {
        if (decay == Decay.CONSTANT) {
            return Math.min(1, step / (double) Math.max(1, warmupSteps));
        }
        if (step < warmupSteps) {
            return step / (double) warmupSteps;
        }
        // As in the reference, a run that ends within its warm-up decays in one step.
        double decaySteps = Math.max(1, totalSteps - warmupSteps);
        double progress = Math.min(1, (step - warmupSteps) / decaySteps);
        double share =
                decay == Decay.LINEAR ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
        return minimum + (1 - minimum) * share;
    }
}
