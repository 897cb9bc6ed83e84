package io.github.luffyrl.djl.dataset;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.util.Progress;
import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.RewardKlPenalty;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.replay.EntropyScorer;
import io.github.luffyrl.core.replay.ReplaySettings;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.DynamicSampling;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.djl.generation.ScoredSampling;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemFingerprint;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A DJL dataset whose batches are rollouts, sampled with the weights of the moment each batch is
 * asked for.
 *
 * <pre>{@code
 * RolloutDataset rollouts = RolloutDataset.builder()
 *         .setPolicy(new ModelPolicy(model))
 *         .setEncoder(encoder)
 *         .setProblems(problems)
 *         .setReward(new MathReward())
 *         .optPrefix(PrefixSchedule.wholeDemonstration()) // 7 rollouts and 1 demonstration
 *         .optSteps(100)
 *         .build();
 * EasyTrain.fit(trainer, 1, rollouts, null);
 * }</pre>
 *
 * <p>A step is a batch, and so an update of the weights. One pass over the dataset is {@code steps}
 * of them; a further pass continues where the last one ended. Rows whose advantage is zero are not
 * trained on, unless the {@linkplain Builder#optLoss loss} learns from them, but count in the
 * normalizer. A step without any other row has one such row, and so a loss of 0.
 */
public final class RolloutDataset implements ResumableDataset {

    private final RolloutSettings settings;
    private final TokenCredit credit;
    private final RolloutQueue queue;
    private final int microBatchTokens;
    private final Predicate<Compute> enough;
    private final StepCounter steps;

    private RolloutDataset(Builder builder, RolloutSettings settings) {
        this.settings = settings;
        int groups = builder.promptsPerStep * builder.miniBatches;
        ReplaySettings replayed = builder.replay;
        EntropyScorer replayScorer = builder.replayScorer;
        ExperienceReplay replay =
                replayed == null || replayScorer == null
                        ? null
                        : new ExperienceReplay(settings, replayed, replayScorer);
        RowMaker rows =
                new RowMaker(
                        replay == null
                                && settings.problems().stream()
                                        .anyMatch(EncodedProblem::hasBehaviourProbs));
        LogProbScoring scoring =
                new LogProbScoring(
                        builder.rescored() ? builder.oldPolicy : null,
                        builder.reference,
                        builder.temperature);
        credit = builder.credit == null ? new GroupCredit(builder.advantages) : builder.credit;
        queue =
                new RolloutQueue(
                        settings,
                        new DynamicSampling<>(groups, groups, builder.maxDraws, builder.filter),
                        new Crediting(credit, builder.rewardKl, builder.adjustment, scoring, rows),
                        new MiniBatches(
                                builder.miniBatches,
                                builder.epochs,
                                builder.allRows,
                                builder.maskTruncated,
                                scoring,
                                rows),
                        groups,
                        replay,
                        builder.prefixes,
                        builder.computeSpent);
        microBatchTokens = builder.microBatchTokens;
        enough = builder.enough;
        steps = new StepCounter(builder.steps);
    }

    /** Returns a builder, in which policy, encoder, problems and reward have to be set. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return steps.pass(
                () -> betweenRollouts() && (enough.test(compute()) || queue.exhausted()),
                step -> nextBatch(manager, step));
    }

    private RolloutBatch nextBatch(NDManager manager, long step) {
        PhaseClock clock = new PhaseClock();
        List<ScoredGroup> groups = queue.isEmpty() ? queue.rollOut(step, clock) : List.of();
        return new RolloutBatch(
                manager.newSubManager(),
                queue.remove(),
                (float) settings.sampling().temperature(),
                microBatchTokens,
                queue.statistics(),
                queue.creditMetrics(),
                groups,
                clock.seconds(),
                queue.compute(),
                step,
                steps.stepsPerPass());
    }

    @Override
    public String fingerprint() {
        return ProblemFingerprint.of(
                settings.problems().stream().map(EncodedProblem::problem).toList());
    }

    @Override
    public int problems() {
        return settings.problems().size();
    }

    /** Returns the first groups of the next rollout as they are planned, without sampling. */
    public List<PlannedGroup> preview(int groups) {
        return queue.preview(steps.step() + 1, groups);
    }

    @Override
    public boolean betweenRollouts() {
        return queue.isEmpty();
    }

    @Override
    public DatasetState state() {
        if (!betweenRollouts()) {
            throw new IllegalStateException(
                    queue.size()
                            + " mini-batches of the rollout of step "
                            + steps.step()
                            + " are not trained on yet");
        }
        return queue.state(steps.step());
    }

    @Override
    public void restore(DatasetState state) {
        steps.restore(state.step());
        queue.restore(state);
    }

    @Override
    public Map<String, LuffyTrainer> trainers() {
        return credit.trainers();
    }

    @Override
    public Compute compute() {
        return queue.compute();
    }

    /** Does nothing: rollouts are made when they are asked for. */
    @Override
    public void prepare(@Nullable Progress progress) {}

    /** Builds a {@link RolloutDataset}. */
    public static final class Builder extends StepsBuilder<Builder> {

        private @Nullable Policy policy;
        private @Nullable ProblemEncoder encoder;
        private @Nullable Function<ProblemEncoder, List<EncodedProblem>> problems;
        private @Nullable RewardFunction reward;
        private PrefixSchedule prefixes = PrefixSchedule.wholeDemonstration();
        private AdvantageEstimator advantages = JointGroupAdvantage.centered();
        private AdvantageAdjustment adjustment = AdvantageAdjustment.inOrder();
        private boolean maskTruncated;
        private double temperature = 1;
        private int promptsPerStep = 16;
        private int groupSize = 8;
        private Predicate<ScoredGroup> filter = group -> true;
        private int maxDraws = 1;
        private int miniBatches = 1;
        private int epochs = 1;
        private @Nullable ResponseScorer oldPolicy;
        private boolean allRows;
        private boolean needsReference;
        private boolean comparesWithSampler;
        private @Nullable TokenCredit credit;
        private @Nullable RewardKl rewardKl;
        private @Nullable ResponseScorer reference;
        private @Nullable ReplaySettings replay;
        private @Nullable EntropyScorer replayScorer;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Sets the policy that is trained. */
        public Builder setPolicy(Policy policy) {
            this.policy = policy;
            return this;
        }

        /** Sets the encoder of problems, with the length limits. */
        public Builder setEncoder(ProblemEncoder encoder) {
            this.encoder = encoder;
            return this;
        }

        /** Sets the problems, at least one. Those without demonstrations get on-policy groups. */
        public Builder setProblems(List<Problem> problems) {
            List<Problem> copy = List.copyOf(problems);
            this.problems = codec -> codec.encode(copy);
            return this;
        }

        /** Sets problems, as {@link #setProblems}, that the encoder has encoded before. */
        public Builder setEncodedProblems(List<EncodedProblem> problems) {
            List<EncodedProblem> copy = List.copyOf(problems);
            this.problems = codec -> copy;
            return this;
        }

        /** Sets the reward function, which scores demonstrations too. */
        public Builder setReward(RewardFunction reward) {
            this.reward = reward;
            return this;
        }

        /**
         * Sets the loss that the batches are for: it decides whether rows without advantage are
         * trained on. Without it they are not, and a {@link PolicyLoss} that learns from them
         * refuses the batches. A loss of another class gets all rows.
         */
        public Builder optLoss(Loss loss) {
            PolicyUpdate update = loss instanceof PolicyLoss ours ? ours.update() : null;
            allRows = update == null || update.learnsWithoutAdvantage();
            needsReference = update != null && update.kl().active();
            comparesWithSampler = update != null && update.policy().comparesWithSampler();
            return this;
        }

        /** Sets the reference policy of a KL term or of a KL penalty; none by default. */
        public Builder optReference(ResponseScorer reference) {
            this.reference = reference;
            return this;
        }

        /** Sets which part of a demonstration each row gets; one whole demonstration by default. */
        public Builder optPrefix(PrefixSchedule prefixes) {
            this.prefixes = prefixes;
            return this;
        }

        /** Sets how rewards become advantages; {@code r - mean} by default. */
        public Builder optAdvantage(AdvantageEstimator advantages) {
            this.advantages = advantages;
            return this;
        }

        /**
         * Sets how the tokens of a row share in its reward; by default all have the row's advantage
         * over its group, see {@link #optAdvantage}, which otherwise only decides which groups have
         * a signal.
         */
        public Builder optCredit(TokenCredit credit) {
            this.credit = credit;
            return this;
        }

        /**
         * Sets a penalty on each token's reward for its divergence from the reference policy; none
         * by default. All rows are then scored by the old and the reference policy.
         *
         * @param penalty estimates the divergence
         * @param coefficient of the first rollout, and how it changes
         */
        public Builder optRewardKl(RewardKlPenalty penalty, KlController coefficient) {
            rewardKl = new RewardKl(penalty, coefficient);
            return this;
        }

        /** Sets what changes the advantages of each row afterwards; nothing by default. */
        public Builder optAdjustment(AdvantageAdjustment adjustment) {
            this.adjustment = adjustment;
            return this;
        }

        /**
         * Sets whether rows that ran into the length limit are masked: not trained on, prefix
         * included, and not counted in the normalizer. By default they are trained on. Their
         * rewards are compared with those of their group either way.
         */
        public Builder optMaskTruncated(boolean mask) {
            maskTruncated = mask;
            return this;
        }

        /** Sets the temperature of the rollouts, above 0; 1 by default. */
        public Builder optTemperature(double temperature) {
            if (!(temperature > 0)) {
                throw new IllegalArgumentException(
                        "temperature = " + temperature + ": training needs one above 0");
            }
            this.temperature = temperature;
            return this;
        }

        /** Sets the groups of a step and the rows of each group; 16 and 8 by default. */
        public Builder optGroups(int promptsPerStep, int groupSize) {
            this.promptsPerStep = positive("promptsPerStep", promptsPerStep);
            this.groupSize = positive("groupSize", groupSize);
            return this;
        }

        /**
         * Sets which groups are trained on; all by default. Others are dropped, and do not count in
         * the normalizer either.
         *
         * @param filter such as {@link ScoredGroup#hasSignal}
         * @param maxDraws how often a step draws problems at most to replace dropped groups; 1 to
         *     replace none
         */
        public Builder optGroupFilter(Predicate<ScoredGroup> filter, int maxDraws) {
            this.filter = filter;
            this.maxDraws = positive("maxDraws", maxDraws);
            return this;
        }

        /**
         * Sets how often a rollout is trained on; once by default.
         *
         * @param miniBatches optimizer steps of one epoch: a rollout has as many times the groups
         *     of a step
         * @param epochs passes over the rollout
         * @param oldPolicy the policy that is trained, which scores the rollouts before the first
         *     update; not called for a single update, unless rewards are charged for divergence or
         *     the loss compares the policy with its sampler
         */
        public Builder optUpdates(int miniBatches, int epochs, ResponseScorer oldPolicy) {
            this.miniBatches = positive("miniBatches", miniBatches);
            this.epochs = positive("epochs", epochs);
            this.oldPolicy = oldPolicy;
            return this;
        }

        /**
         * Before a single update the old policy is the current one, and the sampler says enough of
         * the tokens that it sampled.
         */
        private boolean rescored() {
            return miniBatches * epochs > 1 || rewardKl != null || comparesWithSampler;
        }

        /**
         * Sets that right responses are kept and trained on again; they are not by default. The
         * pass ends early once every problem is retired. The loss has to weigh off-policy tokens by
         * {@code BehaviourPolicy.STORED}.
         *
         * @param settings how responses are kept and chosen
         * @param scorer the policy that is trained
         */
        public Builder optReplay(ReplaySettings settings, EntropyScorer scorer) {
            replay = settings;
            replayScorer = scorer;
            return this;
        }

        /**
         * Builds the dataset; problems that are not encoded yet are encoded.
         *
         * @throws NullPointerException if a {@code set} method was not called, naming it
         * @throws IllegalArgumentException if there is no problem, one does not fit the encoder,
         *     the groups are too small for the prefix schedule, or the loss needs a reference
         *     policy that is missing
         */
        public RolloutDataset build() {
            prefixes.check(groupSize);
            ScoredSampling sampling =
                    new ScoredSampling(
                            require(policy, "Policy"),
                            require(encoder, "Encoder"),
                            require(reward, "Reward"),
                            temperature);
            List<EncodedProblem> encoded = require(problems, "Problems").apply(sampling.encoder());
            if (encoded.isEmpty()) {
                throw new IllegalArgumentException("there is no problem to train on");
            }
            if ((needsReference || rewardKl != null) && reference == null) {
                throw new IllegalArgumentException(
                        (rewardKl == null ? "the loss has a KL term" : "rewards have a KL penalty")
                                + ": set its reference policy with optReference");
            }
            if (rescored() && oldPolicy == null) {
                throw new IllegalArgumentException(
                        "old log-probabilities have to be computed again, for a KL penalty on"
                                + " rewards or an importance correction: set the policy that is"
                                + " trained with optUpdates");
            }
            return new RolloutDataset(
                    this,
                    new RolloutSettings(
                            sampling, encoded, groupSize, advantages, seed, stepsBefore));
        }

        private static <T> T require(@Nullable T value, String what) {
            return Objects.requireNonNull(
                    value, "RolloutDataset.builder().set" + what + " is missing");
        }
    }
}
