package io.github.luffyrl.djl.dataset;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.prefix.GroupResult;
import io.github.luffyrl.core.prefix.PlanContext;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.rollout.TokenRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A DJL dataset whose batches are rollouts, sampled with the weights of the moment each batch is
 * asked for.
 *
 * <pre>{@code
 * Dataset rollouts = RolloutDataset.builder()
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
 * <p>One pass over the dataset is {@code steps} batches; a further pass goes on where the last one
 * ended. Rows whose advantage is zero are not trained on, unless {@link TrainedRows#ALL} asks for
 * them, but count in the normaliser. A step without any other row has one such row, and so a loss
 * of 0.
 */
public final class RolloutDataset implements Dataset {

    /** Take the place of a step and of a sample in the seeds of prefixes. */
    private static final long WHOLE_RUN = -1;

    private static final long PREFIX = -1;

    private final Policy policy;
    private final ProblemEncoder encoder;
    private final List<EncodedProblem> problems;
    private final RewardFunction reward;
    private final AdvantageEstimator advantages;
    private final SamplingParams sampling;
    private final int promptsPerStep;
    private final int groupSize;
    private final int steps;
    private final int microBatchTokens;
    private final TrainedRows trainedRows;
    private final long seed;
    private final ProblemOrder order;
    private final boolean hasBehaviourProbs;
    private PrefixSchedule prefixes;
    private long step;

    private RolloutDataset(Builder builder) {
        policy = require(builder.policy, "Policy");
        encoder = require(builder.encoder, "Encoder");
        reward = require(builder.reward, "Reward");
        problems = require(builder.problems, "Problems").stream().map(encoder::encode).toList();
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("there is no problem to train on");
        }
        prefixes = builder.prefixes;
        advantages = builder.advantages;
        sampling = new SamplingParams(builder.temperature, encoder.maxResponseTokens());
        promptsPerStep = builder.promptsPerStep;
        groupSize = builder.groupSize;
        prefixes.check(groupSize);
        steps = builder.steps;
        microBatchTokens = builder.microBatchTokens;
        trainedRows = builder.trainedRows;
        seed = builder.seed;
        order = new ProblemOrder(problems.size(), seed);
        hasBehaviourProbs = problems.stream().anyMatch(EncodedProblem::hasBehaviourProbs);
    }

    private static <T> T require(@Nullable T value, String what) {
        return Objects.requireNonNull(value, "RolloutDataset.builder().set" + what + " is missing");
    }

    /**
     * Creates a builder.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        long end = step + steps;
        return () ->
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return step < end;
                    }

                    @Override
                    public Batch next() {
                        if (!hasNext()) {
                            throw new NoSuchElementException("all " + steps + " steps are done");
                        }
                        return nextBatch(manager);
                    }
                };
    }

    private Batch nextBatch(NDManager manager) {
        step++;
        PhaseClock clock = new PhaseClock();
        List<ScoredGroup> groups = rollOut(order.next(promptsPerStep), clock);

        List<TrainingRow> rows =
                groups.stream().flatMap(group -> group.rows(hasBehaviourProbs)).toList();
        BatchCounts counts = BatchCounts.ZERO;
        for (TrainingRow row : rows) {
            Trajectory trajectory = row.trajectory();
            counts = counts.plusRow(trajectory.prefixLength() > 0, trajectory.response().length);
        }
        return new RolloutBatch(
                manager.newSubManager(),
                trained(rows),
                counts,
                (float) sampling.temperature(),
                microBatchTokens,
                step,
                steps,
                groups,
                clock.seconds());
    }

    private List<TrainingRow> trained(List<TrainingRow> rows) {
        List<TrainingRow> trained = trainedRows.of(rows);
        if (!trained.isEmpty()) {
            return trained;
        }
        // DJL's divergence check takes a batch without a loss for a diverged one: one row has 0.
        return List.of(Collections.min(rows, Comparator.comparingInt(TrainingRow::length)));
    }

    private List<ScoredGroup> rollOut(List<Integer> drawn, PhaseClock clock) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int index : drawn) {
            EncodedProblem problem = problems.get(index);
            for (Prefix prefix : prefixes.plan(context(index))) {
                // By row, not by problem: a step may draw a problem twice.
                long trajectorySeed = TokenRandom.seed(seed, step, requests.size());
                requests.add(new RolloutRequest(problem.prompt(), prefix, trajectorySeed));
            }
        }
        List<Trajectory> trajectories =
                clock.time(StepPhase.ROLLOUT, () -> policy.rollout(requests, sampling));
        List<ScoredGroup> groups =
                clock.time(StepPhase.REWARD, () -> score(drawn, requests, trajectories));
        prefixes = prefixes.observe(results(groups));
        return groups;
    }

    private PlanContext context(int index) {
        EncodedProblem problem = problems.get(index);
        return new PlanContext(
                problem.problem().id(),
                groupSize,
                problem.demonstrations(),
                step - 1,
                new TokenRandom(TokenRandom.seed(seed, step, index, PREFIX))::nextUniform,
                new TokenRandom(TokenRandom.seed(seed, WHOLE_RUN, index, PREFIX))::nextUniform);
    }

    private static List<GroupResult> results(List<ScoredGroup> groups) {
        return groups.stream()
                .filter(group -> !group.problem().demonstrations().isEmpty())
                .map(group -> new GroupResult(group.problem().problem().id(), group.solveRate()))
                .toList();
    }

    private List<ScoredGroup> score(
            List<Integer> drawn, List<RolloutRequest> requests, List<Trajectory> trajectories) {
        List<Attempt> attempts = new ArrayList<>();
        for (int row = 0; row < trajectories.size(); row++) {
            Problem problem = problems.get(drawn.get(row / groupSize)).problem();
            attempts.add(new Attempt(problem, encoder.decode(trajectories.get(row))));
        }
        List<Reward> rewards = reward.scoreAll(attempts);
        List<ScoredGroup> groups = new ArrayList<>();
        for (int from = 0; from < attempts.size(); from += groupSize) {
            List<ScoredResponse> responses = new ArrayList<>();
            double[] advantage =
                    advantages(
                            rewards.subList(from, from + groupSize),
                            trajectories.subList(from, from + groupSize));
            for (int i = 0; i < groupSize; i++) {
                responses.add(
                        new ScoredResponse(
                                requests.get(from + i).prefix(),
                                trajectories.get(from + i),
                                attempts.get(from + i).completion(),
                                rewards.get(from + i),
                                advantage[i]));
            }
            groups.add(new ScoredGroup(problems.get(drawn.get(from / groupSize)), responses));
        }
        return groups;
    }

    private double[] advantages(List<Reward> rewards, List<Trajectory> trajectories) {
        double[] values = rewards.stream().mapToDouble(Reward::value).toArray();
        boolean[] offPolicy = new boolean[values.length];
        for (int i = 0; i < offPolicy.length; i++) {
            offPolicy[i] = trajectories.get(i).offPolicy();
        }
        return advantages.advantages(values, offPolicy);
    }

    /**
     * Returns the schedule of the next step. Store it to resume a run with an adaptive one.
     *
     * @return the schedule, with what it learned so far
     */
    public PrefixSchedule prefixSchedule() {
        return prefixes;
    }

    /** Does nothing: the rollouts are made when they are asked for. */
    @Override
    public void prepare(@Nullable Progress progress) {}

    /** Builds a {@link RolloutDataset}. */
    public static final class Builder {

        private @Nullable Policy policy;
        private @Nullable ProblemEncoder encoder;
        private @Nullable List<Problem> problems;
        private @Nullable RewardFunction reward;
        private PrefixSchedule prefixes = PrefixSchedule.wholeDemonstration();
        private AdvantageEstimator advantages = JointGroupAdvantage.centred();
        private double temperature = 1;
        private int promptsPerStep = 16;
        private int groupSize = 8;
        private int steps = 100;
        private int microBatchTokens = 8192;
        private TrainedRows trainedRows = TrainedRows.WITH_ADVANTAGE;
        private long seed;

        private Builder() {}

        /**
         * Sets who samples.
         *
         * @param policy the policy being trained
         * @return this builder
         */
        public Builder setPolicy(Policy policy) {
            this.policy = policy;
            return this;
        }

        /**
         * Sets how problems become tokens.
         *
         * @param encoder the encoder, with the length limits
         * @return this builder
         */
        public Builder setEncoder(ProblemEncoder encoder) {
            this.encoder = encoder;
            return this;
        }

        /**
         * Sets what to train on. Problems without demonstrations get on-policy groups.
         *
         * @param problems at least one
         * @return this builder
         */
        public Builder setProblems(List<Problem> problems) {
            this.problems = List.copyOf(problems);
            return this;
        }

        /**
         * Sets what scores responses, demonstrations among them.
         *
         * @param reward the reward function
         * @return this builder
         */
        public Builder setReward(RewardFunction reward) {
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
        public Builder optPrefix(PrefixSchedule prefixes) {
            this.prefixes = prefixes;
            return this;
        }

        /**
         * Sets how rewards become advantages; {@code r - mean} by default.
         *
         * @param advantages the estimator
         * @return this builder
         */
        public Builder optAdvantage(AdvantageEstimator advantages) {
            this.advantages = advantages;
            return this;
        }

        /**
         * Sets the rollouts' temperature; 1 by default.
         *
         * @param temperature above 0
         * @return this builder
         */
        public Builder optTemperature(double temperature) {
            if (!(temperature > 0)) {
                throw new IllegalArgumentException(
                        "temperature = " + temperature + ": training needs one above 0");
            }
            this.temperature = temperature;
            return this;
        }

        /**
         * Sets how many problems are drawn for a step, and how many rows each gets; 16 and 8 by
         * default.
         *
         * @param promptsPerStep at least 1
         * @param groupSize at least 1, demonstrations included
         * @return this builder
         */
        public Builder optGroups(int promptsPerStep, int groupSize) {
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
        public Builder optSteps(int steps) {
            this.steps = positive("steps", steps);
            return this;
        }

        /**
         * Sets the size of micro-batches, which bounds memory and changes no result; 8192 by
         * default.
         *
         * @param tokens most tokens of a micro-batch, padding included; a longer row goes alone
         * @return this builder
         */
        public Builder optMicroBatchTokens(int tokens) {
            this.microBatchTokens = positive("microBatchTokens", tokens);
            return this;
        }

        /**
         * Sets which rows are trained on; those with an advantage by default.
         *
         * @param rows all of them if the loss has more terms than the policy objective
         * @return this builder
         */
        public Builder optTrainedRows(TrainedRows rows) {
            this.trainedRows = rows;
            return this;
        }

        /**
         * Sets the seed of problem order, prefixes and sampling; 0 by default.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder optSeed(long seed) {
            this.seed = seed;
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
         * @throws IllegalArgumentException if there is no problem, one does not fit the encoder, or
         *     the groups are too small for the prefix schedule
         */
        public RolloutDataset build() {
            return new RolloutDataset(this);
        }
    }
}
