package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.rollout.DynamicSampling;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The mini-batches that wait to be trained on, and the rollouts that they are cut from. */
final class RolloutQueue {

    private final RolloutSettings settings;
    private final ProblemOrder order;
    private final DynamicSampling<Integer, ScoredGroup> collector;
    private final Crediting crediting;
    private final MiniBatches miniBatches;
    private final Deque<MiniBatch> waiting = new ArrayDeque<>();
    private PrefixSchedule prefixes;
    private Compute compute;
    private @Nullable RolloutStatistics statistics;
    private Map<String, Double> creditMetrics = Map.of();

    RolloutQueue(
            RolloutSettings settings,
            DynamicSampling<Integer, ScoredGroup> collector,
            Crediting crediting,
            MiniBatches miniBatches,
            PrefixSchedule prefixes,
            Compute spent) {
        this.settings = settings;
        this.collector = collector;
        this.crediting = crediting;
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
        CreditedRollout credited = crediting.credit(kept, clock);
        List<ScoredGroup> groups = replace(rollout.groups(), kept, credited.groups());
        statistics = RolloutStatistics.of(step, groups, kept);
        creditMetrics = credited.metrics();
        MiniBatches.Cut made = miniBatches.of(credited, groups, clock);
        waiting.addAll(made.miniBatches());
        compute = compute.plus(rollout.compute()).plus(credited.compute()).plus(made.scoring());
        return groups;
    }

    /** All groups of a step, those that are trained on with the advantages of their training. */
    private static List<ScoredGroup> replace(
            List<ScoredGroup> all, List<ScoredGroup> kept, List<ScoredGroup> credited) {
        IdentityHashMap<ScoredGroup, ScoredGroup> replacements = new IdentityHashMap<>();
        for (int i = 0; i < kept.size(); i++) {
            replacements.put(kept.get(i), credited.get(i));
        }
        return all.stream().map(group -> replacements.getOrDefault(group, group)).toList();
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

    /** What the credit of the latest rollout has to report. */
    Map<String, Double> creditMetrics() {
        return creditMetrics;
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
        RewardKl rewardKl = crediting.rewardKl();
        return new DatasetState(
                step,
                order.drawn(),
                collector.waiting(),
                prefixes,
                rewardKl == null ? new KlController.Fixed(0) : rewardKl.controller(),
                compute);
    }

    void restore(DatasetState state) {
        waiting.clear();
        order.restore(state.drawn());
        collector.restore(state.waiting());
        prefixes = state.prefixes();
        compute = state.compute();
        if (crediting.rewardKl() != null) {
            crediting.rewardKl().restore(state.rewardKl());
        }
    }
}
