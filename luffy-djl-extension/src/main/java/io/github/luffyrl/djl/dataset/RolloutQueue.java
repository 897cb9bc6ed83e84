package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.rollout.DynamicSampling;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The mini-batches that wait to be trained on, and the rollouts that they are cut from. */
final class RolloutQueue {

    private final RolloutSettings settings;
    private final ProblemOrder order;
    private final DynamicSampling<Integer, ScoredGroup> collector;
    private final MiniBatches miniBatches;
    private final Deque<MiniBatch> waiting = new ArrayDeque<>();
    private PrefixSchedule prefixes;
    private Compute compute;
    private @Nullable RolloutStatistics statistics;

    RolloutQueue(
            RolloutSettings settings,
            DynamicSampling<Integer, ScoredGroup> collector,
            MiniBatches miniBatches,
            PrefixSchedule prefixes,
            Compute spent) {
        this.settings = settings;
        this.collector = collector;
        this.miniBatches = miniBatches;
        this.prefixes = prefixes;
        order = new ProblemOrder(settings.problems().size(), settings.seed());
        compute = spent;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Rolls out the groups of a step and cuts them into mini-batches. */
    List<ScoredGroup> rollOut(long step, PhaseClock clock) {
        StepRollout rollout = new StepRollout(settings, step, prefixes, clock);
        List<ScoredGroup> kept = collector.next(order, rollout::rollOut).orElseThrow();
        prefixes = prefixes.observe(rollout.results());
        statistics = RolloutStatistics.of(step, rollout.groups(), kept);
        List<MiniBatch> made = miniBatches.of(kept, rollout.groups(), clock);
        waiting.addAll(made);
        compute = compute.plus(rollout.compute()).plus(miniBatches.scoringCompute(made));
        return rollout.groups();
    }

    /** Takes the next mini-batch, which is trained on now. */
    MiniBatch remove() {
        MiniBatch next = waiting.remove();
        compute = compute.plus(new Compute(0, next.tokens()));
        return next;
    }

    /** What the latest rollout was like. */
    RolloutStatistics statistics() {
        return Objects.requireNonNull(statistics);
    }

    /** What was spent so far. */
    Compute compute() {
        return compute;
    }

    /** The first groups that the rollout of a step would have. */
    List<PlannedGroup> preview(long step, int groups) {
        ProblemOrder ahead = new ProblemOrder(settings.problems().size(), settings.seed());
        ahead.restore(order.drawn());
        return new StepRollout(settings, step, prefixes, new PhaseClock())
                .preview(Stream.generate(ahead::next).limit(groups).toList());
    }

    DatasetState state(long step) {
        return new DatasetState(step, order.drawn(), collector.waiting(), prefixes, compute);
    }

    void restore(DatasetState state) {
        waiting.clear();
        order.restore(state.drawn());
        collector.restore(state.waiting());
        prefixes = state.prefixes();
        compute = state.compute();
    }
}
