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
    private final int groups;
    private final @Nullable ExperienceReplay replay;
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
            int groups,
            @Nullable ExperienceReplay replay,
            PrefixSchedule prefixes,
            Compute spent) {
        this.settings = settings;
        this.collector = collector;
        this.crediting = crediting;
        this.miniBatches = miniBatches;
        this.groups = groups;
        this.replay = replay;
        this.prefixes = prefixes;
        order = newOrder();
        compute = spent;
    }

    private ProblemOrder newOrder() {
        return new ProblemOrder(
                settings.problems().size(),
                settings.seed(),
                problem -> replay != null && replay.retired(problem));
    }

    /** Whether no problem is left to train on. */
    boolean exhausted() {
        return replay != null && replay.exhausted();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Rolls out the groups of a step and cuts them into mini-batches. */
    List<ScoredGroup> rollOut(long step, PhaseClock clock) {
        ReplayDraw replayed =
                replay == null ? ReplayDraw.nothing() : replay.draw(step, groups, clock);
        StepRollout rollout = new StepRollout(settings, step, prefixes, replayed, clock);
        List<ScoredGroup> kept =
                collector.next(replayed.among(order), rollout::rollOut).orElseThrow();
        prefixes = prefixes.observe(rollout.results());
        CreditedRollout credited = crediting.credit(kept, clock);
        List<ScoredGroup> groups = replace(rollout.groups(), kept, credited.groups());
        statistics = RolloutStatistics.of(settings.stepsBefore() + step, groups, kept);
        if (replay != null) {
            replay.observe(rollout.groups());
            statistics = statistics.with(replay.statistics(rollout.groups()));
        }
        creditMetrics = credited.metrics();
        MiniBatches.Cut made = miniBatches.of(credited, groups, clock);
        waiting.addAll(made.miniBatches());
        compute =
                compute.plus(rollout.compute())
                        .plus(new Compute(replayed.scoredTokens(), 0))
                        .plus(credited.compute())
                        .plus(made.scoring());
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
        ProblemOrder ahead = newOrder();
        ahead.restore(order.drawn());
        return new StepRollout(settings, step, prefixes, ReplayDraw.nothing(), new PhaseClock())
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
                compute,
                replay == null ? null : replay.state());
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
        if (replay != null && state.replay() != null) {
            replay.restore(state.replay());
        }
    }
}
