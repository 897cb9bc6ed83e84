package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.reward.GuardedReward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import java.time.Duration;

/** The rollouts that a recipe asks for. */
final class Rollouts {

    private Rollouts() {}

    /** Everything but who samples. */
    static RolloutDataset.Builder builder(Recipe recipe, Task task, ProblemEncoder encoder) {
        return RolloutDataset.builder()
                .setEncoder(encoder.cuttingAt(recipe.prefix().cutAt().border()))
                .setProblems(task.training())
                .setReward(reward(recipe, task))
                .optPrefix(recipe.prefix().schedule())
                .optAdvantage(recipe.advantage().estimator())
                .optAdjustment(recipe.overlong().adjustment())
                .optTemperature(recipe.sampling().temperature())
                .optGroups(recipe.promptsPerStep(), recipe.groupSize())
                .optGroupFilter(recipe.groups().filter(), recipe.groups().draws())
                .optSteps(recipe.steps())
                .optMicroBatchTokens(recipe.microBatchTokens())
                .optLoss(new PolicyLoss("PolicyLoss", recipe.objective().update()))
                .optSeed(recipe.seed());
    }

    private static GuardedReward reward(Recipe recipe, Task task) {
        return guarded(
                recipe,
                recipe.overlong().reward(task.reward(), recipe.sampling().maxResponseTokens()));
    }

    /** A reward that may fail without ending the run. */
    static GuardedReward guarded(Recipe recipe, RewardFunction reward) {
        double seconds = recipe.safety().rewardSeconds();
        return new GuardedReward(reward, Duration.ofNanos((long) (seconds * 1e9)));
    }
}
