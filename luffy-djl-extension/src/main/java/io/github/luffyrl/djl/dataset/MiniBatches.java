package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.generation.ScoredResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts the groups of a rollout into mini-batches.
 *
 * @param count mini-batches of one epoch
 * @param epochs how often each mini-batch is trained on
 * @param adjustment what becomes of the advantages of each row
 * @param allRows whether rows without advantage are trained on too
 * @param withBehaviourProbs whether rows have the probabilities of demonstration tokens
 * @param scoring log-probabilities that the rows are trained with
 */
record MiniBatches(
        int count,
        int epochs,
        AdvantageAdjustment adjustment,
        boolean allRows,
        boolean withBehaviourProbs,
        LogProbScoring scoring) {

    /**
     * All mini-batches of a rollout, in the order of training. One for which no group is left has a
     * single row, without advantage.
     *
     * @param kept the groups to be trained on, possibly none
     * @param rolledOut all groups, at least one
     * @param clock measures the time of scoring
     */
    List<MiniBatch> of(List<ScoredGroup> kept, List<ScoredGroup> rolledOut, PhaseClock clock) {
        List<MiniBatch> epoch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<ScoredGroup> part =
                    kept.subList(i * kept.size() / count, (i + 1) * kept.size() / count);
            epoch.add(part.isEmpty() ? placeholder(rolledOut, clock) : miniBatch(part, clock));
        }
        List<MiniBatch> all = new ArrayList<>();
        for (int i = 0; i < epochs; i++) {
            all.addAll(epoch);
        }
        return all;
    }

    /**
     * What scoring the rows of a rollout has cost: all epochs share it.
     *
     * @param all what {@link #of} returned
     */
    Compute scoringCompute(List<MiniBatch> all) {
        long tokens = all.subList(0, count).stream().mapToLong(MiniBatch::tokens).sum();
        return new Compute(scoring.forwardPasses() * tokens, 0);
    }

    private MiniBatch miniBatch(List<ScoredGroup> groups, PhaseClock clock) {
        List<Trajectory> trajectories = trajectories(groups);
        List<TokenRow> rows = rows(groups);
        int[] chosen =
                IntStream.range(0, rows.size())
                        .filter(i -> allRows || rows.get(i).hasAdvantage())
                        .toArray();
        if (chosen.length == 0) {
            chosen = new int[] {shortest(rows)};
        }
        List<TokenRow> scored =
                scoring.score(
                        Arrays.stream(chosen).mapToObj(rows::get).toList(),
                        Arrays.stream(chosen).mapToObj(trajectories::get).toList(),
                        clock);
        return new MiniBatch(scored, TokenRow.counts(rows), rows.size() - chosen.length);
    }

    private MiniBatch placeholder(List<ScoredGroup> rolledOut, PhaseClock clock) {
        List<TokenRow> rows = rows(rolledOut);
        int shortest = shortest(rows);
        return new MiniBatch(
                scoring.score(
                        List.of(rows.get(shortest).withoutAdvantage()),
                        List.of(trajectories(rolledOut).get(shortest)),
                        clock));
    }

    /**
     * DJL's divergence check takes a batch without a loss for a diverged one: a single row without
     * advantage has a loss of 0.
     */
    private static int shortest(List<TokenRow> rows) {
        return IntStream.range(0, rows.size())
                .boxed()
                .min(Comparator.comparingInt(i -> rows.get(i).length()))
                .orElseThrow();
    }

    private static List<Trajectory> trajectories(List<ScoredGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.responses().stream())
                .map(ScoredResponse::trajectory)
                .toList();
    }

    private List<TokenRow> rows(List<ScoredGroup> groups) {
        List<TokenRow> rows = new ArrayList<>();
        for (ScoredGroup group : groups) {
            for (int i = 0; i < group.responses().size(); i++) {
                rows.add(row(group, i));
            }
        }
        return rows;
    }

    private TokenRow row(ScoredGroup group, int index) {
        ScoredResponse response = group.responses().get(index);
        Trajectory trajectory = response.trajectory();
        int tokens = trajectory.responseLength();
        double[] same = new double[tokens];
        Arrays.fill(same, group.advantages().get(index));
        boolean[] offPolicy = new boolean[tokens];
        Arrays.fill(offPolicy, 0, trajectory.offPolicyLength(), true);
        double[] adjusted = adjustment.adjust(same, offPolicy, !trajectory.finished());
        float[] advantages = new float[tokens];
        for (int t = 0; t < tokens; t++) {
            advantages[t] = (float) adjusted[t];
        }
        TokenRow row = TokenRow.of(trajectory, advantages);
        return withBehaviourProbs
                ? row.with(
                        Extra.BEHAVIOUR_PROBS,
                        TokenRow.aligned(
                                trajectory, group.problem().behaviourProbs(response.prefix())))
                : row;
    }
}
