package io.github.luffyrl.examples.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * AdamW with a linear warm-up to a constant learning rate.
 *
 * @param learningRate after the warm-up, at least 0
 * @param betas decay of the two moments
 * @param weightDecay decoupled, at least 0
 * @param warmupSteps at least 0
 * @param maxGradNorm the global gradient norm is clipped to it, above 0
 */
public record Optimization(
        double learningRate, Betas betas, double weightDecay, int warmupSteps, double maxGradNorm) {

    /** Checks the ranges. */
    public Optimization {
        Require.notNegative("learningRate", learningRate);
        Require.notNegative("weightDecay", weightDecay);
        Require.that(warmupSteps >= 0, "warmupSteps", warmupSteps, "at least 0");
        Require.positive("maxGradNorm", maxGradNorm);
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
            Require.that(first >= 0 && first < 1, "betas", first, "0 to less than 1");
            Require.that(second >= 0 && second < 1, "betas", second, "0 to less than 1");
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Betas of(JsonNode value) {
            if (value.size() != 2 || !value.path(0).isNumber() || !value.path(1).isNumber()) {
                throw new InvalidValueException("betas", value, "a list of two numbers");
            }
            return new Betas(value.get(0).doubleValue(), value.get(1).doubleValue());
        }

        @JsonValue
        List<Double> toYaml() {
            return List.of(first, second);
        }
    }
}
