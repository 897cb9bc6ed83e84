package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.replay.EntropyScorer;
import io.github.luffyrl.core.replay.Experience;
import io.github.luffyrl.core.replay.ExperiencePool;
import io.github.luffyrl.core.replay.ReplayPhase;
import io.github.luffyrl.core.replay.ReplaySettings;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.problem.EncodedProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Keeps the right responses of rollouts, and chooses those that later rollouts train on again. */
final class ExperienceReplay {

    /** Takes the place of a problem in the seeds of draws. */
    private static final long DRAW = -2;

    private final RolloutSettings rollouts;
    private final ReplaySettings settings;
    private final EntropyScorer scorer;
    private final Map<String, Integer> indices = new HashMap<>();
    private final ExperiencePool pool;
    private ReplayPhase phase = ReplayPhase.ON_POLICY;

    ExperienceReplay(RolloutSettings rollouts, ReplaySettings settings, EntropyScorer scorer) {
        this.rollouts = rollouts;
        this.settings = settings;
        this.scorer = scorer;
        pool = settings.pool();
        for (int i = 0; i < rollouts.problems().size(); i++) {
            String id = id(i);
            if (indices.put(id, i) != null) {
                throw new IllegalArgumentException(
                        "two problems have the id '"
                                + id
                                + "': replay knows problems by their ids, so each needs its own");
            }
        }
    }

    private String id(int index) {
        return rollouts.problems().get(index).problem().id();
    }

    /** Whether a problem needs no more training. */
    boolean retired(int index) {
        return pool.isRetired(id(index));
    }

    /** Whether no problem is left to train on. */
    boolean exhausted() {
        return pool.retired().size() == indices.size();
    }

    /**
     * Draws what the rollout of a step replays.
     *
     * @param step counts from 1
     * @param groups of the rollout
     * @param clock measures the time of scoring
     */
    ReplayDraw draw(long step, int groups, PhaseClock clock) {
        if (phase == ReplayPhase.ON_POLICY) {
            return ReplayDraw.nothing();
        }
        Random random = new Random(TokenRandom.seed(rollouts.seed(), step, DRAW));
        List<String> drawn =
                settings.sampler(rollouts.groupSize()).draw(pool.buckets(), groups, random);
        Map<Integer, List<Trajectory>> candidates = new LinkedHashMap<>();
        for (String id : drawn) {
            int index = Objects.requireNonNull(indices.get(id), id);
            EncodedProblem problem = rollouts.problems().get(index);
            candidates.put(
                    index,
                    pool.experiences(id).stream().map(e -> e.replayed(problem.prompt())).toList());
        }
        List<Trajectory> doubtful =
                (settings.selection().readsEntropies()
                                ? candidates.values().stream()
                                : Stream.<List<Trajectory>>empty())
                        .filter(responses -> responses.size() > 1)
                        .flatMap(List::stream)
                        .toList();
        List<double[]> entropies =
                doubtful.isEmpty()
                        ? List.of()
                        : clock.time(
                                StepPhase.ROLLOUT,
                                () ->
                                        scorer.entropies(
                                                doubtful, rollouts.sampling().temperature()));
        return new ReplayDraw(
                select(candidates, entropies, random),
                groups,
                random,
                doubtful.stream().mapToLong(Trajectory::length).sum());
    }

    /** A response for each problem; what is not scored has no entropies. */
    private Map<Integer, Experience> select(
            Map<Integer, List<Trajectory>> candidates, List<double[]> entropies, Random random) {
        Map<Integer, Experience> selected = new LinkedHashMap<>();
        int scored = 0;
        for (Map.Entry<Integer, List<Trajectory>> problem : candidates.entrySet()) {
            int responses = problem.getValue().size();
            int best = 0;
            if (responses > 1 && entropies.isEmpty()) {
                best = settings.selection().select(unscored(responses), random);
            } else if (responses > 1) {
                best =
                        settings.selection()
                                .select(entropies.subList(scored, scored + responses), random);
                scored += responses;
            }
            selected.put(problem.getKey(), pool.experiences(id(problem.getKey())).get(best));
        }
        return selected;
    }

    private static List<double[]> unscored(int responses) {
        return Collections.nCopies(responses, new double[0]);
    }

    /** Learns from the groups of a step. */
    void observe(List<ScoredGroup> groups) {
        if (phase == ReplayPhase.REPLAY) {
            groups.forEach(this::collect);
        }
        double solved = groups.stream().mapToDouble(ScoredGroup::solveRate).average().orElse(0);
        phase = phase.next(solved, settings.startSolved());
    }

    private void collect(ScoredGroup group) {
        List<Trajectory> rows = new ArrayList<>();
        boolean[] right = new boolean[group.responses().size()];
        for (int i = 0; i < right.length; i++) {
            rows.add(group.responses().get(i).trajectory());
            right[i] = group.responses().get(i).solved();
        }
        pool.collect(group.problem().problem().id(), rows, right);
    }

    /** What the pool holds after the groups of a step. */
    ReplayStatistics statistics(List<ScoredGroup> groups) {
        return new ReplayStatistics(
                (int) groups.stream().filter(ScoredGroup::replayed).count(),
                pool.buckets().values().stream().mapToInt(List::size).sum(),
                pool.retired().size());
    }

    ReplayState state() {
        return new ReplayState(phase, pool.state());
    }

    void restore(ReplayState state) {
        phase = state.phase();
        pool.restore(state.pool());
    }
}
