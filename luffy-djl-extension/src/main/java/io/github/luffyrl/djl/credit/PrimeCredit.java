package io.github.luffyrl.djl.credit;

import io.github.luffyrl.core.advantage.TokenAdvantages;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.core.prime.ImplicitReward;
import io.github.luffyrl.core.prime.PairwiseAccuracy;
import io.github.luffyrl.core.prime.PrimeAdvantage;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.dataset.Credit;
import io.github.luffyrl.djl.dataset.CreditMetrics;
import io.github.luffyrl.djl.dataset.RewardedRollout;
import io.github.luffyrl.djl.dataset.TokenCredit;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * PRIME: rewards per token from an implicit process reward model, and the model trained on which
 * responses are right (arXiv 2502.01456, algorithm 1).
 */
public final class PrimeCredit implements TokenCredit {

    /** Which weights of the reward model score a rollout. */
    public enum Scoring {
        /** Those before it is trained on the rollout. */
        BEFORE_UPDATE,
        /** Those after, so that its rewards know the outcomes of the rollout. */
        AFTER_UPDATE
    }

    private final ImplicitReward score;
    private final boolean normalized;
    private final double processGamma;
    private final double outcomeGamma;
    private final Scoring scoring;
    private final AuxiliaryModel rewardModel;
    private final ResponseScorer reference;

    /**
     * Creates the credit.
     *
     * @param score which tokens get a process reward
     * @param normalized whether process rewards are divided by their largest return
     * @param processGamma discount of process rewards, 0 to 1
     * @param outcomeGamma discount of outcome rewards, 0 to 1
     * @param scoring which weights of the reward model score a rollout
     * @param rewardModel trained by an {@link io.github.luffyrl.djl.loss.ImplicitRewardLoss}
     * @param reference what its log-probabilities are compared with
     */
    public PrimeCredit(
            ImplicitReward score,
            boolean normalized,
            double processGamma,
            double outcomeGamma,
            Scoring scoring,
            AuxiliaryModel rewardModel,
            ResponseScorer reference) {
        this.score = score;
        this.normalized = normalized;
        this.processGamma = processGamma;
        this.outcomeGamma = outcomeGamma;
        this.scoring = scoring;
        this.rewardModel = rewardModel;
        this.reference = reference;
    }

    @Override
    public Credit credit(RewardedRollout rollout) {
        List<Trajectory> trajectories = rollout.trajectories();
        List<float[]> referenceLogProbs = reference.logProbs(trajectories, rollout.temperature());
        List<TokenRow> rows = rows(rollout, referenceLogProbs);
        AuxiliaryModel.Update update;
        double[][] scores;
        if (scoring == Scoring.BEFORE_UPDATE) {
            scores = scores(rollout, referenceLogProbs);
            update = rewardModel.update(rows, rollout.temperature());
        } else {
            update = rewardModel.update(rows, rollout.temperature());
            scores = scores(rollout, referenceLogProbs);
        }
        double[][] process = normalized ? ImplicitReward.normalize(scores) : scores;
        long tokens = trajectories.stream().mapToLong(Trajectory::length).sum();
        return new Credit(
                advantages(rollout, process),
                Map.of(
                        CreditMetrics.REWARD_MODEL_LOSS, update.loss(),
                        CreditMetrics.REWARD_MODEL_ACCURACY, accuracy(rollout, scores),
                        CreditMetrics.REWARD_MODEL_GRADIENT_NORM, update.gradientNorm()),
                new Compute(2 * tokens, 0).plus(update.compute()));
    }

    private double[][] scores(RewardedRollout rollout, List<float[]> referenceLogProbs) {
        List<float[]> logProbs =
                new ModelScorer(rewardModel.model(), rewardModel.microBatchTokens())
                        .logProbs(rollout.trajectories(), rollout.temperature());
        return score.scores(doubles(logProbs), doubles(referenceLogProbs), rollout.mask());
    }

    private double[][] advantages(RewardedRollout rollout, double[][] process) {
        if (rollout.mask().tokens() < 2) {
            return Arrays.stream(process)
                    .map(row -> new double[row.length])
                    .toArray(double[][]::new);
        }
        TokenAdvantages found =
                new PrimeAdvantage(rollout.groupSize(), processGamma, outcomeGamma)
                        .estimate(process, rollout.totals(), rollout.mask());
        return rollout.mask().keep("advantages", found.advantages());
    }

    private static List<TokenRow> rows(RewardedRollout rollout, List<float[]> referenceLogProbs) {
        List<ScoredResponse> responses = rollout.responses();
        List<TokenRow> rows = new ArrayList<>();
        for (int b = 0; b < responses.size(); b++) {
            Trajectory trajectory = responses.get(b).trajectory();
            float[] correct = new float[trajectory.length()];
            Arrays.fill(correct, responses.get(b).solved() ? 1 : 0);
            if (rollout.mask().tokens(b) > 0) {
                rows.add(
                        TokenRow.of(trajectory, new float[trajectory.responseLength()])
                                .with(
                                        Extra.REFERENCE_LOG_PROBS,
                                        TokenRow.aligned(trajectory, referenceLogProbs.get(b)))
                                .with(Extra.CORRECT, correct));
            }
        }
        return rows;
    }

    private static double accuracy(RewardedRollout rollout, double[][] scores) {
        List<ScoredResponse> responses = rollout.responses();
        boolean[] correct = new boolean[responses.size()];
        for (int b = 0; b < correct.length; b++) {
            correct[b] = responses.get(b).solved();
        }
        double[] sums =
                Arrays.stream(scores).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
        return PairwiseAccuracy.of(sums, correct, rollout.groupSize());
    }

    private static double[][] doubles(List<float[]> rows) {
        return rows.stream().map(Rows::doubles).toArray(double[][]::new);
    }

    @Override
    public Map<String, LuffyTrainer> trainers() {
        return Map.of("reward-model", rewardModel.trainer());
    }
}
