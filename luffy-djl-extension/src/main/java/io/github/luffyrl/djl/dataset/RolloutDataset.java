package io.github.luffyrl.djl.dataset;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.util.Progress;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.rollout.DynamicSampling;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemFingerprint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
 * of them; a further pass goes on where the last one ended. Rows whose advantage is zero are not
 * trained on, unless {@link TrainedRows#ALL} asks for them, but count in the normaliser. A step
 * without any other row has one such row, and so a loss of 0.
 */
public final class RolloutDataset implements ResumableDataset {

    private final RolloutSettings settings;
    private final ProblemOrder order;
    private final DynamicSampling<Integer, ScoredGroup> collector;
    private final MiniBatches miniBatches;
    private final int microBatchTokens;
    private final Passes passes;

    private final Deque<MiniBatch> waiting = new ArrayDeque<>();
    private PrefixSchedule prefixes;
    private @Nullable RolloutStatistics statistics;
    private final Predicate<Compute> enough;
    private Compute compute;

    RolloutDataset(RolloutDatasetBuilder builder) {
        settings = builder.settings();
        order = new ProblemOrder(settings.problems().size(), settings.seed());
        collector = builder.collector();
        miniBatches = builder.miniBatches(settings.problems());
        prefixes = builder.prefixes();
        microBatchTokens = builder.microBatchTokens();
        passes = new Passes(builder.steps());
        compute = builder.computeSpent();
        enough = builder.enough();
    }

    /**
     * Creates a builder.
     *
     * @return the builder
     */
    public static RolloutDatasetBuilder builder() {
        return new RolloutDatasetBuilder();
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        long end = passes.end();
        return () ->
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return passes.step() < end && !(betweenRollouts() && enough.test(compute));
                    }

                    @Override
                    public Batch next() {
                        if (!hasNext()) {
                            throw new NoSuchElementException(
                                    "step " + passes.step() + " was the last");
                        }
                        return nextBatch(manager);
                    }
                };
    }

    private RolloutBatch nextBatch(NDManager manager) {
        long step = passes.next();
        PhaseClock clock = new PhaseClock();
        List<ScoredGroup> groups = waiting.isEmpty() ? rollOut(step, clock) : List.of();
        MiniBatch miniBatch = waiting.remove();
        compute = compute.plus(StepCompute.updating(miniBatch));
        return new RolloutBatch(
                manager.newSubManager(),
                miniBatch,
                (float) settings.sampling().temperature(),
                microBatchTokens,
                Objects.requireNonNull(statistics),
                groups,
                clock.seconds(),
                compute,
                step,
                passes.steps());
    }

    private List<ScoredGroup> rollOut(long step, PhaseClock clock) {
        StepRollout rollout = new StepRollout(settings, step, prefixes, clock);
        List<ScoredGroup> kept = collector.next(order, rollout::rollOut).orElseThrow();
        prefixes = prefixes.observe(rollout.results());
        statistics = RolloutStatistics.of(step, rollout.groups(), kept);
        waiting.addAll(miniBatches.of(kept, rollout.groups(), clock));
        compute =
                compute.plus(StepCompute.sampling(rollout.groups()))
                        .plus(miniBatches.labelling(List.copyOf(waiting)));
        return rollout.groups();
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

    /**
     * Returns the first groups of the next rollout, to be looked at; the policy is not asked.
     *
     * @param groups how many
     * @return the groups
     */
    public List<PlannedGroup> preview(int groups) {
        ProblemOrder ahead = new ProblemOrder(settings.problems().size(), settings.seed());
        ahead.restore(order.drawn());
        return new StepRollout(settings, passes.step() + 1, prefixes, new PhaseClock())
                .preview(Stream.generate(ahead::next).limit(groups).toList());
    }

    @Override
    public boolean betweenRollouts() {
        return waiting.isEmpty();
    }

    @Override
    public DatasetState state() {
        if (!betweenRollouts()) {
            throw new IllegalStateException(
                    waiting.size()
                            + " mini-batches of the rollout of step "
                            + passes.step()
                            + " are not trained on yet");
        }
        return new DatasetState(
                passes.step(), order.drawn(), collector.waiting(), prefixes, compute);
    }

    @Override
    public void restore(DatasetState state) {
        waiting.clear();
        passes.restore(state.step());
        order.restore(state.drawn());
        collector.restore(state.waiting());
        prefixes = state.prefixes();
        compute = state.compute();
    }

    /**
     * Returns what was spent so far.
     *
     * @return the compute of all batches, and what was spent before the first
     */
    public Compute compute() {
        return compute;
    }

    /** Does nothing: the rollouts are made when they are asked for. */
    @Override
    public void prepare(@Nullable Progress progress) {}
}
