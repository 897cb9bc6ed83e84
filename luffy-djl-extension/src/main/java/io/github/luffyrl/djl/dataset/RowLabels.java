package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.BatchLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Log-probabilities that rows are trained with, beside those of the sampler.
 *
 * @param old the policy at the time of the rollout; null if the sampler's log-probabilities do
 * @param reference the reference policy, if the loss has a KL term
 * @param temperature of the rollouts
 */
record RowLabels(
        @Nullable ResponseScorer old, @Nullable ResponseScorer reference, double temperature) {

    /** How often each row is run forward for its labels. */
    int forwardPasses() {
        return (old == null ? 0 : 1) + (reference == null ? 0 : 1);
    }

    List<TrainingRow> complete(List<TrainingRow> rows, PhaseClock clock) {
        List<TrainingRow> complete = rows;
        if (old != null) {
            complete =
                    complete.stream()
                            .map(
                                    row ->
                                            row.with(
                                                    BatchLayout.ROLLOUT_LOG_PROBS,
                                                    row.trajectory().samplingLogProbs()))
                            .toList();
            complete =
                    with(complete, BatchLayout.OLD_LOG_PROBS, old, StepPhase.OLD_LOG_PROBS, clock);
        }
        if (reference != null) {
            complete =
                    with(
                            complete,
                            BatchLayout.REFERENCE_LOG_PROBS,
                            reference,
                            StepPhase.REFERENCE_LOG_PROBS,
                            clock);
        }
        return complete;
    }

    private List<TrainingRow> with(
            List<TrainingRow> rows,
            String label,
            ResponseScorer scorer,
            StepPhase phase,
            PhaseClock clock) {
        List<Trajectory> trajectories = rows.stream().map(TrainingRow::trajectory).toList();
        List<float[]> logProbs =
                clock.time(phase, () -> scorer.logProbs(trajectories, temperature));
        List<TrainingRow> labelled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            labelled.add(rows.get(i).with(label, logProbs.get(i)));
        }
        return labelled;
    }
}
