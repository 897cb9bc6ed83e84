package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.advantage.AdvantageScale;
import io.github.luffyrl.core.advantage.GeneralizedAdvantage;
import io.github.luffyrl.core.advantage.GroupMeanAdvantage;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.advantage.LeaveOneOutAdvantage;
import io.github.luffyrl.core.advantage.ReinforceAdvantage;
import io.github.luffyrl.core.advantage.SplitGroupAdvantage;
import io.github.luffyrl.core.objective.ValueObjective;
import io.github.luffyrl.core.prime.ImplicitReward;
import io.github.luffyrl.core.prime.PrimeAdvantage;
import io.github.luffyrl.core.prime.ProcessRewardLoss;
import io.github.luffyrl.djl.credit.CriticCredit;
import io.github.luffyrl.djl.credit.PrimeCredit;
import io.github.luffyrl.djl.credit.ReinforcePlusPlusCredit;
import io.github.luffyrl.djl.dataset.GroupCredit;
import io.github.luffyrl.djl.dataset.TokenCredit;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.loss.ImplicitRewardLoss;
import io.github.luffyrl.djl.loss.ValueLoss;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.Set;

/** How rewards become advantages; the kinds differ in their keys. */
public sealed interface Advantage {

    /**
     * Returns how the rewards of a group are compared: what decides which groups have a signal, and
     * in the kind {@link Group} the advantages.
     *
     * @return a comparison with the group's mean, unless the kind has another
     */
    default AdvantageEstimator estimator() {
        return JointGroupAdvantage.centered();
    }

    /**
     * Returns how tokens share in the rewards.
     *
     * @param parts what it is made of
     * @return a new one, with models of its own
     * @throws IOException when a model cannot be read
     */
    TokenCredit credit(CreditParts parts) throws IOException;

    /**
     * All tokens of a row have the row's advantage over its group.
     *
     * @param baseline what a reward is compared with
     * @param scale what the centred rewards are divided by
     * @param epsilon added to the standard deviation, above 0
     */
    record Group(Baseline baseline, Scale scale, double epsilon) implements Advantage, Section {

        /** Checks the range, and that baseline and scale go together. */
        public Group {
            Ranges.require(
                    scale == Scale.NONE
                            || (baseline != Baseline.LEAVE_ONE_OUT && baseline != Baseline.NONE),
                    "scale",
                    "standard-deviation",
                    "none with the baseline leave-one-out or none");
            divisor(scale, epsilon); // checks the range
        }

        @Override
        public String decides() {
            return "scale";
        }

        @Override
        public Set<String> withoutEffect() {
            return scale == Scale.NONE ? Set.of("epsilon") : Set.of();
        }

        @Override
        public AdvantageEstimator estimator() {
            AdvantageScale divisor = divisor(scale, epsilon);
            return switch (baseline) {
                case JOINT -> new JointGroupAdvantage(divisor);
                case SPLIT -> new SplitGroupAdvantage(divisor);
                case GROUP_MEAN -> new GroupMeanAdvantage(divisor);
                case LEAVE_ONE_OUT -> new LeaveOneOutAdvantage();
                case NONE -> new ReinforceAdvantage();
            };
        }

        @Override
        public TokenCredit credit(CreditParts parts) {
            return new GroupCredit(parts.comparison());
        }

        private static AdvantageScale divisor(Scale scale, double epsilon) {
            return switch (scale) {
                case NONE -> AdvantageScale.none();
                case STANDARD_DEVIATION -> new AdvantageScale.StandardDeviation(epsilon);
            };
        }
    }

    /**
     * Generalized advantage estimation with a critic. See {@link CriticCredit}.
     *
     * @param gamma discount, 0 to 1
     * @param lambda 0 trusts the critic, 1 the rewards
     * @param whitened whether the advantages of a rollout get mean 0 and deviation 1
     * @param critic how it is trained
     */
    record Gae(double gamma, double lambda, boolean whitened, Critic critic) implements Advantage {
        /** Checks the ranges. */
        public Gae {
            new GeneralizedAdvantage(gamma, lambda);
        }

        @Override
        public TokenCredit credit(CreditParts parts) throws IOException {
            ValueObjective objective =
                    new ValueObjective(
                            critic.clip().orElse(Double.POSITIVE_INFINITY), parts.normalizer());
            return new CriticCredit(
                    new GeneralizedAdvantage(gamma, lambda),
                    whitened,
                    parts.models()
                            .valueModel(
                                    new ValueLoss(objective),
                                    parts.training(critic.updates(), critic.optimizer())));
        }
    }

    /**
     * How the critic is trained.
     *
     * @param clip how far a value may move from the one at the rollout, above 0; none for no bound
     * @param updates how often it is trained on a rollout
     * @param optimizer of its own
     */
    record Critic(OptionalDouble clip, Updates updates, Optimization optimizer) {
        /** Checks the range. */
        public Critic {
            Ranges.require(
                    clip.orElse(1) > 0, "clip", clip.orElse(1), "'none' or a number above 0");
        }
    }

    /**
     * REINFORCE++. See {@link ReinforcePlusPlusCredit}.
     *
     * @param gamma discount, 0 to 1
     */
    record ReinforcePlusPlus(double gamma) implements Advantage {
        /** Checks the range. */
        public ReinforcePlusPlus {
            new io.github.luffyrl.core.advantage.ReinforcePlusPlus(gamma);
        }

        @Override
        public TokenCredit credit(CreditParts parts) {
            return new ReinforcePlusPlusCredit(
                    new io.github.luffyrl.core.advantage.ReinforcePlusPlus(gamma));
        }
    }

    /**
     * PRIME, with an implicit process reward model. See {@link PrimeCredit}.
     *
     * @param beta scale of the log-ratio in the reward model's loss, above 0
     * @param score which tokens get a process reward
     * @param normalized whether process rewards are divided by their largest return
     * @param processGamma discount of process rewards, 0 to 1
     * @param outcomeGamma discount of outcome rewards, 0 to 1
     * @param scoring which weights of the reward model score a rollout
     * @param rewardModel how it is trained
     */
    record Prime(
            double beta,
            ImplicitReward score,
            boolean normalized,
            double processGamma,
            double outcomeGamma,
            PrimeCredit.Scoring scoring,
            RewardModel rewardModel)
            implements Advantage {
        /** Checks the ranges. */
        public Prime {
            new ProcessRewardLoss(beta);
            new PrimeAdvantage(2, processGamma, outcomeGamma);
        }

        @Override
        public TokenCredit credit(CreditParts parts) throws IOException {
            ProcessRewardLoss objective = new ProcessRewardLoss(beta);
            return new PrimeCredit(
                    score,
                    normalized,
                    processGamma,
                    outcomeGamma,
                    scoring,
                    parts.models()
                            .languageModel(
                                    new ImplicitRewardLoss(objective),
                                    parts.training(rewardModel.updates(), rewardModel.optimizer())),
                    new ModelScorer(parts.models().reference(), parts.microBatchTokens()));
        }
    }

    /**
     * How the process reward model is trained.
     *
     * @param updates how often it is trained on a rollout
     * @param optimizer of its own
     */
    record RewardModel(Updates updates, Optimization optimizer) {}

    /** What a reward is compared with. */
    public enum Baseline {
        /** The group's mean, demonstrations included. See {@link JointGroupAdvantage}. */
        JOINT,
        /** The mean of the group's on-policy rows. See {@link SplitGroupAdvantage}. */
        SPLIT,
        /** As joint, but a lone row has no advantage. See {@link GroupMeanAdvantage}. */
        GROUP_MEAN,
        /** The mean of the group's other rows. See {@link LeaveOneOutAdvantage}. */
        LEAVE_ONE_OUT,
        /** Nothing. See {@link ReinforceAdvantage}. */
        NONE
    }

    /** What the centred rewards are divided by. */
    public enum Scale {
        /** Nothing. */
        NONE,
        /** The standard deviation of the group. */
        STANDARD_DEVIATION
    }
}
