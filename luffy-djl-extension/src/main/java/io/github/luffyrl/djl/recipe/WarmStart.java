package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.recipe.Optimization.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a model is trained on before the steps of the recipe; the kinds differ in their keys. */
public sealed interface WarmStart {

    /**
     * Returns how many steps come before those of the recipe.
     *
     * @return at least 0
     */
    int steps();

    /**
     * Returns the recipe of these steps.
     *
     * @param whole the recipe that this is a part of
     * @return a recipe of supervised fine-tuning; empty without any step
     */
    Optional<Recipe> recipe(Recipe whole);

    /** Nothing. */
    record None() implements WarmStart {
        @Override
        public int steps() {
            return 0;
        }

        @Override
        public Optional<Recipe> recipe(Recipe whole) {
            return Optional.empty();
        }
    }

    /**
     * Demonstrations, by supervised fine-tuning. Betas, weight decay and the clipping of the
     * gradient are those of the recipe's optimizer.
     *
     * @param steps at least 1
     * @param promptsPerStep demonstrations per step, at least 1
     * @param learningRate after the warm-up, at least 0
     * @param schedule what becomes of the learning rate after the warm-up
     * @param minLearningRate where linear and cosine end, as a share of {@code learningRate}
     * @param warmupSteps of the learning rate, at least 0
     */
    record Sft(
            int steps,
            int promptsPerStep,
            double learningRate,
            Schedule schedule,
            double minLearningRate,
            int warmupSteps)
            implements WarmStart, Section {

        /** Checks the ranges. */
        public Sft {
            Ranges.atLeastOne("steps", steps);
            Ranges.atLeastOne("promptsPerStep", promptsPerStep);
            Ranges.notNegative("learningRate", learningRate);
            Ranges.require(
                    minLearningRate >= 0 && minLearningRate <= 1,
                    "minLearningRate",
                    minLearningRate,
                    "0 to 1");
            Ranges.require(warmupSteps >= 0, "warmupSteps", warmupSteps, "at least 0");
        }

        @Override
        public String decides() {
            return "schedule";
        }

        @Override
        public Set<String> withoutEffect() {
            return schedule == Schedule.CONSTANT ? Set.of("minLearningRate") : Set.of();
        }

        @Override
        public Optional<Recipe> recipe(Recipe whole) {
            List<String> changes =
                    new ArrayList<>(
                            List.of(
                                    "warmStart.kind=none",
                                    "replay.kind=none",
                                    "prefix.kind=none",
                                    "objective.kind=sft",
                                    "objective.entropy.kind=constant",
                                    "objective.entropy.coefficient=0.0",
                                    "steps=" + steps,
                                    "promptsPerStep=" + promptsPerStep,
                                    "optimizer.learningRate=" + learningRate,
                                    "optimizer.schedule=" + RecipeYaml.spelled(schedule),
                                    "optimizer.warmupSteps=" + warmupSteps));
            if (schedule != Schedule.CONSTANT) {
                changes.add("optimizer.minLearningRate=" + minLearningRate);
            }
            return Optional.of(RecipeReader.changed(whole.toYaml(), changes));
        }
    }
}
