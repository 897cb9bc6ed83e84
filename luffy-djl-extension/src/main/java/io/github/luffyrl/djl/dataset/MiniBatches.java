package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
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
 * @param allRows whether rows without advantage are trained on too
 * @param maskTruncated whether rows that ran into the length limit are neither trained on nor
 *     counted
 * @param scoring log-probabilities that the rows are trained with
 * @param maker makes rows
 */
record MiniBatches(
        int count,
        int epochs,
        boolean allRows,
        boolean maskTruncated,
        LogProbScoring scoring,
        RowMaker maker) {

    /**
     * A rollout in pieces.
     *
     * @param miniBatches in the order of training
     * @param scoring what scoring their rows has cost, which all epochs share
     */
    record Cut(List<MiniBatch> miniBatches, Compute scoring) {}

    /**
     * Cuts a rollout. A mini-batch for which no group is left has a single row, without advantage;
     * one whose rows are all masked has a single row of which no token is trained.
     *
     * @param rollout what is trained on
     * @param rolledOut all groups, at least one
     * @param clock measures the time of scoring
     */
    Cut of(CreditedRollout rollout, List<ScoredGroup> rolledOut, PhaseClock clock) {
        int groups = rollout.groups().size();
        int groupSize = rolledOut.get(0).responses().size();
        Compute compute = Compute.ZERO;
        List<MiniBatch> epoch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = i * groups / count * groupSize;
            int to = (i + 1) * groups / count * groupSize;
            boolean scored = rollout.scored() && from < to;
            MiniBatch made =
                    from == to
                            ? placeholder(rolledOut, clock)
                            : miniBatch(rollout, from, to, clock);
            compute = scored ? compute : compute.plus(scoring.compute(made.rows()));
            epoch.add(made);
        }
        List<MiniBatch> all = new ArrayList<>();
        for (int i = 0; i < epochs; i++) {
            all.addAll(epoch);
        }
        return new Cut(all, compute);
    }

    private MiniBatch miniBatch(CreditedRollout rollout, int from, int to, PhaseClock clock) {
        List<TokenRow> rows = rollout.rows().subList(from, to);
        List<Trajectory> trajectories = rollout.trajectories().subList(from, to);
        int[] counted =
                IntStream.range(0, rows.size())
                        .filter(i -> !maskTruncated || trajectories.get(i).finished())
                        .toArray();
        if (counted.length == 0) {
            int shortest = shortest(rows);
            TokenRow untrained = rows.get(shortest).untrained();
            return new MiniBatch(
                    scored(
                            rollout,
                            List.of(untrained),
                            List.of(trajectories.get(shortest)),
                            clock));
        }
        List<TokenRow> all = at(counted, rows);
        int[] chosen =
                Arrays.stream(counted).filter(i -> allRows || rows.get(i).hasAdvantage()).toArray();
        if (chosen.length == 0) {
            chosen = new int[] {counted[shortest(all)]};
        }
        return new MiniBatch(
                scored(rollout, at(chosen, rows), at(chosen, trajectories), clock),
                TokenRow.counts(all),
                counted.length - chosen.length);
    }

    private static <T> List<T> at(int[] indices, List<T> list) {
        return Arrays.stream(indices).mapToObj(list::get).toList();
    }

    private List<TokenRow> scored(
            CreditedRollout rollout,
            List<TokenRow> rows,
            List<Trajectory> trajectories,
            PhaseClock clock) {
        return rollout.scored() ? rows : scoring.score(rows, trajectories, clock);
    }

    private MiniBatch placeholder(List<ScoredGroup> rolledOut, PhaseClock clock) {
        List<TokenRow> rows = maker.of(rolledOut);
        int shortest = shortest(rows);
        Trajectory trajectory =
                rolledOut.stream()
                        .flatMap(group -> group.responses().stream())
                        .map(ScoredResponse::trajectory)
                        .toList()
                        .get(shortest);
        return new MiniBatch(
                scoring.score(List.of(rows.get(shortest)), List.of(trajectory), clock));
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
}
