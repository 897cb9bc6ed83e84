package io.github.luffyrl.djl.guice;

import com.google.inject.Inject;
import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.List;

/** Makes datasets of rollouts with what is bound. */
public final class RolloutDatasetFactory {

    private static final String REMEDY =
            "install RewardsModule of luffy-rewards, which gives MathReward, or bind your own with"
                    + " bind(RewardFunction.class).to(..) in a module beside LuffyModule";

    private final Bound bound;

    @Inject
    RolloutDatasetFactory(Bound bound) {
        this.bound = bound;
    }

    /**
     * Creates a dataset.
     *
     * @param policy the policy being trained
     * @param encoder how problems become tokens
     * @param problems what to train on, at least one
     * @return the dataset
     * @throws IllegalStateException if no reward function is bound
     */
    public RolloutDataset create(Policy policy, ProblemEncoder encoder, List<Problem> problems) {
        return builder(policy, encoder, problems).build();
    }

    /**
     * Begins a dataset with what is bound, for settings that have no binding.
     *
     * @param policy the policy being trained
     * @param encoder how problems become tokens
     * @param problems what to train on, at least one
     * @return a builder
     * @throws IllegalStateException if no reward function is bound
     */
    public RolloutDataset.Builder builder(
            Policy policy, ProblemEncoder encoder, List<Problem> problems) {
        RolloutOptions options = bound.orElse(RolloutOptions.class, RolloutOptions.DEFAULT);
        return RolloutDataset.builder()
                .setPolicy(policy)
                .setEncoder(encoder)
                .setProblems(problems)
                .setReward(bound.require(RewardFunction.class, REMEDY))
                .optPrefix(bound.orElse(PrefixSchedule.class, PrefixSchedule.wholeDemonstration()))
                .optAdvantage(
                        bound.orElse(AdvantageEstimator.class, JointGroupAdvantage.centered()))
                .optGroups(options.promptsPerStep(), options.groupSize())
                .optSteps(options.steps())
                .optTemperature(options.temperature())
                .optSeed(options.seed());
    }
}
