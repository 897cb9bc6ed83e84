package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.djl.batch.BatchLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the groups of a rollout into mini-batches.
 *
 * @param updates how many mini-batches, and how often each is trained on
 * @param adjustment what becomes of the advantages of each row
 * @param trainedRows which rows are trained on
 * @param withBehaviourProbs whether rows tell the probabilities of demonstration tokens
 * @param labels what the rows are trained with
 */
record MiniBatches(
        UpdatesPerRollout updates,
        AdvantageAdjustment adjustment,
        TrainedRows trainedRows,
        boolean withBehaviourProbs,
        RowLabels labels) {

    /**
     * All mini-batches of a rollout, in the order of training. One for which no group is left has a
     * single row, without advantage.
     *
     * @param kept the groups to be trained on, possibly none
     * @param rolledOut all groups, at least one
     * @param clock measures the time of scoring
     */
    List<MiniBatch> of(List<ScoredGroup> kept, List<ScoredGroup> rolledOut, PhaseClock clock) {
        List<MiniBatch> pass = new ArrayList<>();
        int count = updates.miniBatches();
        for (int i = 0; i < count; i++) {
            List<ScoredGroup> part =
                    kept.subList(i * kept.size() / count, (i + 1) * kept.size() / count);
            MiniBatch miniBatch =
                    part.isEmpty()
                            ? MiniBatch.of(List.of(withoutAdvantage(rolledOut)), trainedRows)
                            : MiniBatch.of(rows(part), trainedRows);
            pass.add(miniBatch.withRows(rows -> labels.complete(rows, clock)));
        }
        List<MiniBatch> all = new ArrayList<>();
        for (int epoch = 0; epoch < updates.epochs(); epoch++) {
            all.addAll(pass);
        }
        return all;
    }

    /**
     * What the labels of a rollout's mini-batches have cost: all epochs share them.
     *
     * @param all what {@link #of} returned
     */
    Compute labelling(List<MiniBatch> all) {
        long tokens =
                all.subList(0, updates.miniBatches()).stream().mapToLong(MiniBatch::tokens).sum();
        return new Compute(labels.forwardPasses() * tokens, 0);
    }

    private List<TrainingRow> rows(List<ScoredGroup> groups) {
        List<TrainingRow> rows = new ArrayList<>();
        for (ScoredGroup group : groups) {
            for (ScoredResponse response : group.responses()) {
                TrainingRow row = TrainingRow.of(response, adjustment);
                rows.add(
                        withBehaviourProbs
                                ? row.with(
                                        BatchLayout.BEHAVIOUR_PROBS,
                                        group.problem().behaviourProbs(response.prefix()))
                                : row);
            }
        }
        return rows;
    }

    private TrainingRow withoutAdvantage(List<ScoredGroup> groups) {
        return MiniBatch.shortest(rows(groups)).withoutAdvantage();
    }
}
