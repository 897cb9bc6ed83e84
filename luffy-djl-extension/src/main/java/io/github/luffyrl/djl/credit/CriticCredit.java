package io.github.luffyrl.djl.credit;

import io.github.luffyrl.core.advantage.GeneralizedAdvantage;
import io.github.luffyrl.core.advantage.TokenAdvantages;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.ValueMetrics;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.core.rollout.ResponseMask;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.dataset.Credit;
import io.github.luffyrl.djl.dataset.CreditMetrics;
import io.github.luffyrl.djl.dataset.RewardedRollout;
import io.github.luffyrl.djl.dataset.TokenCredit;
import io.github.luffyrl.djl.loss.ValueLoss;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * PPO with a critic: advantages by generalized advantage estimation from the values that the critic
 * predicts, and the critic trained on the returns that they imply.
 */
public final class CriticCredit implements TokenCredit {

    private final GeneralizedAdvantage estimator;
    private final boolean whitened;
    private final AuxiliaryModel critic;
    private final ValueLoss loss;

    /**
     * Creates the credit.
     *
     * @param estimator from rewards and values to advantages
     * @param whitened whether the advantages of a rollout are shifted and scaled to mean 0 and
     *     deviation 1
     * @param critic trained by a {@link ValueLoss}
     * @throws IllegalArgumentException if the critic is trained by another loss
     */
    public CriticCredit(GeneralizedAdvantage estimator, boolean whitened, AuxiliaryModel critic) {
        this.estimator = estimator;
        this.whitened = whitened;
        this.critic = critic;
        if (!(critic.trainer().getLoss() instanceof ValueLoss valueLoss)) {
            throw new IllegalArgumentException(
                    "the critic is trained by "
                            + critic.trainer().getLoss().getName()
                            + ": need a ValueLoss");
        }
        this.loss = valueLoss;
    }

    @Override
    public Credit credit(RewardedRollout rollout) {
        List<Trajectory> trajectories = rollout.trajectories();
        ResponseMask mask = rollout.mask();
        List<TokenRow> rows = Rows.of(trajectories);
        List<float[]> predicted =
                new ValueScorer(critic.model(), critic.microBatchTokens()).values(rows);
        double[][] values = new double[rows.size()][];
        Arrays.setAll(values, b -> Rows.ofResponse(trajectories.get(b), predicted.get(b)));
        TokenAdvantages found = estimator.estimate(rollout.rewards(), values, mask);
        double[][] returns = found.returns();

        List<TokenRow> trained = new ArrayList<>();
        for (int b = 0; b < rows.size(); b++) {
            if (mask.tokens(b) > 0) {
                trained.add(
                        rows.get(b)
                                .with(Extra.OLD_VALUES, predicted.get(b))
                                .with(Extra.RETURNS, Rows.ofRow(trajectories.get(b), returns[b])));
            }
        }
        AuxiliaryModel.Update update = critic.update(trained, rollout.temperature());
        ValueMetrics fit = ValueMetrics.of(inside(returns, mask), inside(values, mask));
        long tokens = rows.stream().mapToLong(TokenRow::length).sum();
        return new Credit(
                whitened && mask.tokens() > 1
                        ? found.whitened(mask).advantages()
                        : found.advantages(),
                Map.of(
                        CreditMetrics.VALUE_LOSS, update.loss(),
                        CreditMetrics.VALUE_CLIP_FRACTION, loss.takeClipFraction(),
                        CreditMetrics.VALUE, fit.mean(),
                        CreditMetrics.EXPLAINED_VARIANCE, fit.explainedVariance(),
                        CreditMetrics.CRITIC_GRADIENT_NORM, update.gradientNorm()),
                new Compute(tokens, 0).plus(update.compute()));
    }

    private static double[] inside(double[][] numbers, ResponseMask mask) {
        double[] kept = new double[mask.tokens()];
        int count = 0;
        for (int b = 0; b < numbers.length; b++) {
            for (int t = 0; t < numbers[b].length; t++) {
                if (mask.at(b, t)) {
                    kept[count++] = numbers[b][t];
                }
            }
        }
        return kept;
    }

    @Override
    public Map<String, LuffyTrainer> trainers() {
        return Map.of("critic", critic.trainer());
    }
}
