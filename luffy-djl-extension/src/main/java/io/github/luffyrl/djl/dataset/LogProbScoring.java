package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Log-probabilities under the old and the reference policy, which rows are trained with.
 *
 * @param old the policy at the time of the rollout; null if the sampler's log-probabilities do
 * @param reference the reference policy, if the loss has a KL term
 * @param temperature of the rollouts
 */
record LogProbScoring(
        @Nullable ResponseScorer old, @Nullable ResponseScorer reference, double temperature) {

    @FunctionalInterface
    private interface Labelling {
        TokenRow label(TokenRow row, Trajectory trajectory, float[] logProbs);
    }

    /** What it costs to score rows. */
    Compute compute(List<TokenRow> rows) {
        int forwardPasses = (old == null ? 0 : 1) + (reference == null ? 0 : 1);
        long tokens = rows.stream().mapToLong(TokenRow::length).sum();
        return new Compute(forwardPasses * tokens, 0);
    }

    /** Adds the log-probabilities to the rows of some trajectories. */
    List<TokenRow> score(List<TokenRow> rows, List<Trajectory> trajectories, PhaseClock clock) {
        List<TokenRow> scored = rows;
        if (old != null) {
            scored =
                    score(
                            scored,
                            trajectories,
                            old,
                            (row, trajectory, logProbs) ->
                                    row.with(
                                                    Extra.ROLLOUT_LOG_PROBS,
                                                    TokenRow.aligned(
                                                            trajectory,
                                                            trajectory.samplingLogProbs()))
                                            .withOldLogProbs(kept(row, logProbs)),
                            StepPhase.OLD_LOG_PROBS,
                            clock);
        }
        if (reference != null) {
            scored =
                    score(
                            scored,
                            trajectories,
                            reference,
                            (row, trajectory, logProbs) ->
                                    row.with(Extra.REFERENCE_LOG_PROBS, logProbs),
                            StepPhase.REFERENCE_LOG_PROBS,
                            clock);
        }
        return scored;
    }

    /** Off-policy tokens were not sampled now: they keep what they came with. */
    private static float[] kept(TokenRow row, float[] logProbs) {
        float[] kept = logProbs.clone();
        for (int t = 0; t < kept.length; t++) {
            if (row.offPolicy()[t]) {
                kept[t] = row.oldLogProbs()[t];
            }
        }
        return kept;
    }

    private List<TokenRow> score(
            List<TokenRow> rows,
            List<Trajectory> trajectories,
            ResponseScorer scorer,
            Labelling labelling,
            StepPhase phase,
            PhaseClock clock) {
        List<float[]> logProbs =
                clock.time(phase, () -> scorer.logProbs(trajectories, temperature));
        List<TokenRow> labelled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Trajectory trajectory = trajectories.get(i);
            float[] aligned = TokenRow.aligned(trajectory, logProbs.get(i));
            labelled.add(labelling.label(rows.get(i), trajectory, aligned));
        }
        return labelled;
    }
}
