package io.github.luffyrl.djl.recipe;

import ai.djl.training.tracker.Tracker;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.optimizer.LearningRateSchedule;
import java.util.List;
import java.util.Set;

/**
 * AdamW with a linear warm-up.
 *
 * @param learningRate after the warm-up, at least 0
 * @param schedule what becomes of the learning rate after the warm-up
 * @param minLearningRate where linear and cosine end, as a share of {@code learningRate}, 0 to 1
 * @param betas decay of the two moments
 * @param weightDecay decoupled, at least 0
 * @param warmupSteps at least 0
 * @param maxGradNorm the global gradient norm is clipped to it, above 0
 */
public record Optimization(
        double learningRate,
        Schedule schedule,
        double minLearningRate,
        Betas betas,
        double weightDecay,
        int warmupSteps,
        double maxGradNorm)
        implements Section {

    /** What becomes of the learning rate after the warm-up. */
    public enum Schedule {
        /** It stays. */
        CONSTANT,
        /** It falls in a straight line until the last step. */
        LINEAR,
        /** It falls by half a cosine wave until the last step. */
        COSINE
    }

    /** Checks the ranges. */
    public Optimization {
        Ranges.notNegative("learningRate", learningRate);
        Ranges.require(
                minLearningRate >= 0 && minLearningRate <= 1,
                "minLearningRate",
                minLearningRate,
                "0 to 1");
        Ranges.notNegative("weightDecay", weightDecay);
        Ranges.require(warmupSteps >= 0, "warmupSteps", warmupSteps, "at least 0");
        Ranges.positive("maxGradNorm", maxGradNorm);
    }

    @Override
    public String decides() {
        return "schedule";
    }

    @Override
    public Set<String> withoutEffect() {
        return schedule == Schedule.CONSTANT ? Set.of("minLearningRate") : Set.of();
    }

    /**
     * Returns the learning rate over the steps.
     *
     * @param steps of the run, at least 1
     * @return the schedule, warm-up included
     */
    public LearningRateSchedule learningRates(int steps) {
        return switch (schedule) {
            case CONSTANT -> LearningRateSchedule.constant(learningRate, warmupSteps);
            case LINEAR ->
                    LearningRateSchedule.linear(learningRate, warmupSteps, steps, minLearningRate);
            case COSINE ->
                    LearningRateSchedule.cosine(learningRate, warmupSteps, steps, minLearningRate);
        };
    }

    /**
     * Returns the optimizer.
     *
     * @param rates learning rate of each update
     * @return a new one
     */
    public AdamW adamW(Tracker rates) {
        return AdamW.builder()
                .optLearningRate(rates)
                .optBetas(betas.first(), betas.second())
                .optWeightDecays((float) weightDecay)
                .build();
    }

    /**
     * The decay of AdamW's moments, a list of two numbers in a recipe.
     *
     * @param first of the mean gradient, 0 to less than 1
     * @param second of the mean squared gradient, 0 to less than 1
     */
    public record Betas(double first, double second) {
        /** Checks the ranges. */
        public Betas {
            Ranges.require(first >= 0 && first < 1, "betas", first, "0 to less than 1");
            Ranges.require(second >= 0 && second < 1, "betas", second, "0 to less than 1");
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Betas of(JsonNode value) {
            Ranges.require(
                    value.size() == 2 && value.path(0).isNumber() && value.path(1).isNumber(),
                    "betas",
                    value,
                    "a list of two numbers");
            return new Betas(value.get(0).doubleValue(), value.get(1).doubleValue());
        }

        @JsonValue
        List<Double> toYaml() {
            return List.of(first, second);
        }
    }
}
