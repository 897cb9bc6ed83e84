package io.github.luffyrl.core.schedule;

import java.util.function.DoubleUnaryOperator;

/**
 * The learning rate over a run, as a multiple of the configured one (SPEC 4.4).
 *
 * <pre>{@code
 * LearningRateSchedule luffy = LearningRateSchedule.constant();
 * LearningRateSchedule sft = LearningRateSchedule.cosine(50, 1000, 0.1);
 * }</pre>
 */
public sealed interface LearningRateSchedule {

    /**
     * Returns the multiplier of a step.
     *
     * @param step how many optimiser steps have been taken, 0 for the first
     * @return 0 to 1
     */
    double multiplier(long step);

    /**
     * The configured rate from the first step on.
     *
     * @return the schedule
     */
    static LearningRateSchedule constant() {
        return new Constant();
    }

    /**
     * A linear rise from 0 to the configured rate, which then stays.
     *
     * @param warmupSteps at least 0; the first step is taken at rate 0 in any case
     * @return the schedule
     */
    static LearningRateSchedule warmup(long warmupSteps) {
        return new Warmup(warmupSteps);
    }

    /**
     * A linear rise from 0 and half a cosine wave down to a minimum.
     *
     * @param warmupSteps at least 0
     * @param totalSteps more than the warm-up; the minimum holds afterwards
     * @param minimum multiplier at the end, 0 to 1
     * @return the schedule
     */
    static LearningRateSchedule cosine(long warmupSteps, long totalSteps, double minimum) {
        return new Cosine(new Decay(warmupSteps, totalSteps, minimum));
    }

    /**
     * A linear rise from 0 and a linear fall to a minimum.
     *
     * @param warmupSteps at least 0
     * @param totalSteps more than the warm-up; the minimum holds afterwards
     * @param minimum multiplier at the end, 0 to 1
     * @return the schedule
     */
    static LearningRateSchedule linear(long warmupSteps, long totalSteps, double minimum) {
        return new Linear(new Decay(warmupSteps, totalSteps, minimum));
    }

    /** See {@link LearningRateSchedule#constant()}. */
    record Constant() implements LearningRateSchedule {
        @Override
        public double multiplier(long step) {
            return 1;
        }
    }

    /**
     * {@code min(1, step / max(1, warmupSteps))}. See {@link LearningRateSchedule#warmup(long)}.
     *
     * @param warmupSteps at least 0
     */
    record Warmup(long warmupSteps) implements LearningRateSchedule {
        /** Rejects a negative warm-up. */
        public Warmup {
            if (warmupSteps < 0) {
                throw new IllegalArgumentException("warmupSteps = " + warmupSteps + ", need >= 0");
            }
        }

        @Override
        public double multiplier(long step) {
            return Math.min(1, step / (double) Math.max(1, warmupSteps));
        }
    }

    /**
     * A warm-up, and the way from 1 to a minimum behind it.
     *
     * @param warmupSteps at least 0
     * @param totalSteps more than the warm-up
     * @param minimum 0 to 1
     */
    record Decay(long warmupSteps, long totalSteps, double minimum) {
        /** Rejects values out of range. */
        public Decay {
            if (warmupSteps < 0 || totalSteps <= warmupSteps) {
                throw new IllegalArgumentException(
                        "warmupSteps = "
                                + warmupSteps
                                + ", totalSteps = "
                                + totalSteps
                                + ": need 0 <= warmupSteps < totalSteps");
            }
            if (!(minimum >= 0 && minimum <= 1)) {
                throw new IllegalArgumentException("minimum = " + minimum + ", need 0 to 1");
            }
        }

        /** The multiplier where {@code shape} falls from 1 to 0 as its argument rises likewise. */
        private double multiplier(long step, DoubleUnaryOperator shape) {
            if (step < warmupSteps) {
                return step / (double) warmupSteps;
            }
            double progress =
                    Math.min(1, (step - warmupSteps) / (double) (totalSteps - warmupSteps));
            return minimum + (1 - minimum) * shape.applyAsDouble(progress);
        }
    }

    /**
     * See {@link LearningRateSchedule#linear(long, long, double)}.
     *
     * @param decay warm-up, length and minimum
     */
    record Linear(Decay decay) implements LearningRateSchedule {
        @Override
        public double multiplier(long step) {
            return decay.multiplier(step, progress -> 1 - progress);
        }
    }

    /**
     * See {@link LearningRateSchedule#cosine(long, long, double)}.
     *
     * @param decay warm-up, length and minimum
     */
    record Cosine(Decay decay) implements LearningRateSchedule {
        @Override
        public double multiplier(long step) {
            return decay.multiplier(step, progress -> (1 + Math.cos(Math.PI * progress)) / 2);
        }
    }
}
