package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.djl.dataset.ProblemEncoder;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.dataset.RolloutDatasetBuilder;
import io.github.luffyrl.djl.dataset.TrainedRows;
import io.github.luffyrl.examples.recipe.Recipe;

/** The rollouts that a recipe asks for. */
final class Rollouts {

    private Rollouts() {}

    /** Everything but who samples. */
    static RolloutDatasetBuilder builder(Recipe recipe, Task task, ProblemEncoder encoder) {
        return RolloutDataset.builder()
                .setEncoder(encoder.cuttingAt(recipe.prefix().cutAt().border()))
                .setProblems(task.training())
                .setReward(task.reward())
                .optPrefix(recipe.prefix().schedule())
                .optAdvantage(recipe.advantage().estimator())
                .optTemperature(recipe.sampling().temperature())
                .optGroups(recipe.promptsPerStep(), recipe.groupSize())
                .optSteps(recipe.steps())
                .optMicroBatchTokens(recipe.microBatchTokens())
                .optTrainedRows(
                        recipe.objective().trainsAllRows()
                                ? TrainedRows.ALL
                                : TrainedRows.WITH_ADVANTAGE)
                .optSeed(recipe.seed());
    }
}
