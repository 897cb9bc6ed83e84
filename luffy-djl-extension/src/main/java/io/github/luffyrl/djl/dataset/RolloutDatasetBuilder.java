package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.DynamicSampling;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds a {@link RolloutDataset}. */
public final class RolloutDatasetBuilder {

    private @Nullable Policy policy;
    private @Nullable ProblemEncoder encoder;
    private @Nullable List<Problem> problems;
    private @Nullable RewardFunction reward;
    private PrefixSchedule prefixes = PrefixSchedule.wholeDemonstration();
    private AdvantageEstimator advantages = JointGroupAdvantage.centered();
    private double temperature = 1;
    private int promptsPerStep = 16;
    private int groupSize = 8;
    private int steps = 100;
    private int microBatchTokens = 8192;
    private TrainedRows trainedRows = TrainedRows.WITH_ADVANTAGE;
    private Predicate<ScoredGroup> filter = group -> true;
    private int maxDraws = 1;
    private AdvantageAdjustment adjustment = AdvantageAdjustment.inOrder();
    private UpdatesPerRollout updates = UpdatesPerRollout.ONE;
    private @Nullable ResponseScorer oldPolicy;
    private @Nullable ResponseScorer referencePolicy;
    private long seed;
    private Compute computeSpent = Compute.ZERO;
    private Predicate<Compute> enough = compute -> false;

    RolloutDatasetBuilder() {}

    /**
     * Sets who samples.
     *
     * @param policy the policy being trained
     * @return this builder
     */
    public RolloutDatasetBuilder setPolicy(Policy policy) {
        this.policy = policy;
        return this;
    }

    /**
     * Sets how problems become tokens.
     *
     * @param encoder the encoder, with the length limits
     * @return this builder
     */
    public RolloutDatasetBuilder setEncoder(ProblemEncoder encoder) {
        this.encoder = encoder;
        return this;
    }

    /**
     * Sets what to train on. Problems without demonstrations get on-policy groups.
     *
     * @param problems at least one
     * @return this builder
     */
    public RolloutDatasetBuilder setProblems(List<Problem> problems) {
        this.problems = List.copyOf(problems);
        return this;
    }

    /**
     * Sets what scores responses, demonstrations among them.
     *
     * @param reward the reward function
     * @return this builder
     */
    public RolloutDatasetBuilder setReward(RewardFunction reward) {
        this.reward = reward;
        return this;
    }

    /**
     * Sets how much of the demonstrations the rollouts get; LUFFY's one whole demonstration by
     * default.
     *
     * @param prefixes the schedule
     * @return this builder
     */
    public RolloutDatasetBuilder optPrefix(PrefixSchedule prefixes) {
        this.prefixes = prefixes;
        return this;
    }

    /**
     * Sets how rewards become advantages; {@code r - mean} by default.
     *
     * @param advantages the estimator
     * @return this builder
     */
    public RolloutDatasetBuilder optAdvantage(AdvantageEstimator advantages) {
        this.advantages = advantages;
        return this;
    }

    /**
     * Sets the rollouts' temperature; 1 by default.
     *
     * @param temperature above 0
     * @return this builder
     */
    public RolloutDatasetBuilder optTemperature(double temperature) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException(
                    "temperature = " + temperature + ": training needs one above 0");
        }
        this.temperature = temperature;
        return this;
    }

    /**
     * Sets how many groups a step is made from, and how many rows each has; 16 and 8 by default.
     *
     * @param promptsPerStep groups, at least 1
     * @param groupSize at least 1, demonstrations included
     * @return this builder
     */
    public RolloutDatasetBuilder optGroups(int promptsPerStep, int groupSize) {
        this.promptsPerStep = positive("promptsPerStep", promptsPerStep);
        this.groupSize = positive("groupSize", groupSize);
        return this;
    }

    /**
     * Sets the number of batches of one pass; 100 by default.
     *
     * @param steps at least 1
     * @return this builder
     */
    public RolloutDatasetBuilder optSteps(int steps) {
        this.steps = positive("steps", steps);
        return this;
    }

    /**
     * Sets the size of micro-batches, which bounds memory and changes no result; 8192 by default.
     *
     * @param tokens most tokens of a micro-batch, padding included; a longer row goes alone
     * @return this builder
     */
    public RolloutDatasetBuilder optMicroBatchTokens(int tokens) {
        this.microBatchTokens = positive("microBatchTokens", tokens);
        return this;
    }

    /**
     * Sets which rows are trained on; those with an advantage by default.
     *
     * @param rows all of them if the loss has more terms than the policy objective
     * @return this builder
     */
    public RolloutDatasetBuilder optTrainedRows(TrainedRows rows) {
        this.trainedRows = rows;
        return this;
    }

    /**
     * Sets which groups are trained on; all by default. Others are dropped, and do not count in the
     * normaliser either.
     *
     * @param filter such as {@link ScoredGroup#hasSignal}
     * @param maxDraws how often a step draws problems at most to replace those that are dropped, at
     *     least 1; 1 to replace none
     * @return this builder
     */
    public RolloutDatasetBuilder optGroupFilter(Predicate<ScoredGroup> filter, int maxDraws) {
        this.filter = filter;
        this.maxDraws = positive("maxDraws", maxDraws);
        return this;
    }

    /**
     * Sets what is done to the advantages of a row after its group was compared, such as {@link
     * AdvantageAdjustment.DropTruncated}; nothing by default.
     *
     * @param adjustment what to do
     * @return this builder
     */
    public RolloutDatasetBuilder optAdjustment(AdvantageAdjustment adjustment) {
        this.adjustment = adjustment;
        return this;
    }

    /**
     * Sets how often a rollout is trained on; once by default.
     *
     * @param updates mini-batches and epochs
     * @param oldPolicy scores the rollouts before the first update by the policy that is trained:
     *     the old log-probabilities
     * @return this builder
     */
    public RolloutDatasetBuilder optUpdates(UpdatesPerRollout updates, ResponseScorer oldPolicy) {
        this.updates = updates;
        // Before a single update the old policy is the current one, and the sampler says enough.
        this.oldPolicy = updates.steps() > 1 ? oldPolicy : null;
        return this;
    }

    /**
     * Sets the reference policy of a loss with a KL term, which needs {@link TrainedRows#ALL}; none
     * by default.
     *
     * @param reference scores the rollouts, with weights that stay as they are
     * @return this builder
     */
    public RolloutDatasetBuilder optReference(ResponseScorer reference) {
        this.referencePolicy = reference;
        return this;
    }

    /**
     * Sets the seed of problem order, prefixes and sampling; 0 by default.
     *
     * @param seed any number
     * @return this builder
     */
    public RolloutDatasetBuilder optSeed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Sets what was spent before the first step, such as on collecting demonstrations; nothing by
     * default.
     *
     * @param compute what the compute of the steps is added to
     * @return this builder
     */
    public RolloutDatasetBuilder optComputeSpent(Compute compute) {
        this.computeSpent = compute;
        return this;
    }

    /**
     * Ends the dataset early, once enough was spent; never by default. Methods can so be compared
     * at equal compute.
     *
     * @param flops no rollout begins after so many floating-point operations
     * @param parameters see {@link Compute#flops}
     * @return this builder
     */
    public RolloutDatasetBuilder optComputeLimit(double flops, long parameters) {
        this.enough = compute -> compute.flops(parameters) >= flops;
        return this;
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ", need at least 1");
        }
        return value;
    }

    /**
     * Encodes the problems and builds the dataset.
     *
     * @return the dataset
     * @throws NullPointerException if a {@code set} method was not called, naming it
     * @throws IllegalArgumentException if there is no problem, one does not fit the encoder, or the
     *     groups are too small for the prefix schedule
     */
    public RolloutDataset build() {
        prefixes.check(groupSize);
        return new RolloutDataset(this);
    }

    RolloutSettings settings() {
        Policy sampler = require(policy, "Policy");
        ProblemEncoder codec = require(encoder, "Encoder");
        RewardFunction scorer = require(reward, "Reward");
        List<EncodedProblem> encoded =
                require(problems, "Problems").stream().map(codec::encode).toList();
        if (encoded.isEmpty()) {
            throw new IllegalArgumentException("there is no problem to train on");
        }
        return new RolloutSettings(
                sampler,
                new SamplingParams(temperature, codec.maxResponseTokens()),
                codec,
                encoded,
                groupSize,
                scorer,
                advantages,
                seed);
    }

    private static <T> T require(@Nullable T value, String what) {
        return Objects.requireNonNull(value, "RolloutDataset.builder().set" + what + " is missing");
    }

    DynamicSampling<Integer, ScoredGroup> collector() {
        int groups = promptsPerStep * updates.miniBatches();
        return new DynamicSampling<>(groups, groups, maxDraws, filter);
    }

    MiniBatches miniBatches(List<EncodedProblem> encoded) {
        return new MiniBatches(
                updates,
                adjustment,
                trainedRows,
                encoded.stream().anyMatch(EncodedProblem::hasBehaviourProbs),
                new RowLabels(oldPolicy, referencePolicy, temperature));
    }

    PrefixSchedule prefixes() {
        return prefixes;
    }

    Compute computeSpent() {
        return computeSpent;
    }

    Predicate<Compute> enough() {
        return enough;
    }

    int microBatchTokens() {
        return microBatchTokens;
    }

    int steps() {
        return steps;
    }
}
