package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.objective.RewardKlPenalty;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.core.rollout.ResponseMask;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Charges the tokens of each rollout for their divergence from the reference policy. */
final class RewardKl {

    private final RewardKlPenalty penalty;
    private KlController controller;

    RewardKl(RewardKlPenalty penalty, KlController controller) {
        this.penalty = penalty;
        this.controller = controller;
    }

    /** Rewards after the penalty, and what there is to report. */
    record Charged(double[][] rewards, Map<String, Double> metrics) {}

    /**
     * Charges a rollout, and sets the coefficient of the next one.
     *
     * @param rewards {@code [B][L]}
     * @param mask {@code [B][L]}
     * @param rows scored by the old and the reference policy
     * @param trajectories of the rows
     */
    Charged charge(
            double[][] rewards,
            ResponseMask mask,
            List<TokenRow> rows,
            List<Trajectory> trajectories) {
        double[][] old = new double[rewards.length][];
        double[][] reference = new double[rewards.length][];
        for (int b = 0; b < rewards.length; b++) {
            Trajectory trajectory = trajectories.get(b);
            TokenRow row = rows.get(b);
            old[b] = ofResponse(trajectory, row.oldLogProbs());
            reference[b] =
                    ofResponse(
                            trajectory,
                            Objects.requireNonNull(row.extras().get(Extra.REFERENCE_LOG_PROBS)));
        }
        double coefficient = controller.coefficient();
        RewardKlPenalty.Penalised charged =
                penalty.apply(rewards, old, reference, mask, coefficient);
        controller = controller.next(charged.kl(), rewards.length);
        return new Charged(
                charged.rewards(),
                Map.of(
                        CreditMetrics.REWARD_KL,
                        charged.kl(),
                        CreditMetrics.REWARD_KL_COEFFICIENT,
                        coefficient));
    }

    private static double[] ofResponse(Trajectory trajectory, float[] aligned) {
        double[] values = new double[trajectory.responseLength()];
        Arrays.setAll(values, t -> aligned[trajectory.prompt().length() + t]);
        return values;
    }

    KlController controller() {
        return controller;
    }

    void restore(KlController stored) {
        controller = stored;
    }
}
