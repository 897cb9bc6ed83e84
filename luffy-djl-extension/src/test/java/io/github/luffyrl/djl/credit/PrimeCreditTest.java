package io.github.luffyrl.djl.credit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.prime.ImplicitReward;
import io.github.luffyrl.core.prime.PrimeAdvantage;
import io.github.luffyrl.core.prime.ProcessRewardLoss;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.credit.PrimeCredit.Scoring;
import io.github.luffyrl.djl.dataset.Credit;
import io.github.luffyrl.djl.dataset.CreditMetrics;
import io.github.luffyrl.djl.dataset.RewardedRollout;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.loss.ImplicitRewardLoss;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.optimizer.AdamW;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrimeCreditTest {

    @TempDir Path directory;

    private final RewardedRollout rollout = TinyRollouts.four();
    private AuxiliaryModels models;
    private AuxiliaryModel rewardModel;
    private ModelScorer reference;

    @BeforeEach
    void load() throws Exception {
        try (Model model = TinyLanguage.model(1)) {
            TinyLanguage.save(model, directory);
        }
        load(Recomputation.NONE);
    }

    private void load(Recomputation recomputation) throws Exception {
        models = new AuxiliaryModels(directory, null, recomputation, Precision.FLOAT32);
        rewardModel =
                models.languageModel(
                        new ImplicitRewardLoss(new ProcessRewardLoss(0.05)),
                        new AuxiliaryTraining(
                                AdamW.builder()
                                        .optLearningRate(Tracker.fixed(0.01f))
                                        .optWeightDecays(0)
                                        .build(),
                                10,
                                1,
                                1,
                                12));
        reference = new ModelScorer(models.reference(), 100);
    }

    @AfterEach
    void close() {
        models.close();
    }

    private PrimeCredit credit(ImplicitReward score) {
        return credit(score, Scoring.BEFORE_UPDATE);
    }

    private PrimeCredit credit(ImplicitReward score, Scoring scoring) {
        return new PrimeCredit(score, true, 0.9, 1, scoring, rewardModel, reference);
    }

    @Test
    void anUntrainedRewardModelLeavesTheOutcomes() {
        Credit found = credit(ImplicitReward.PER_TOKEN).credit(rollout);

        assertEquals(Math.log(2), found.metrics().get(CreditMetrics.REWARD_MODEL_LOSS), 1e-6);
        double[][] outcomes =
                new PrimeAdvantage(2, 0.9, 1)
                        .estimate(
                                new double[][] {{0, 0, 0}, {0, 0}, {0, 0, 0, 0}, {0, 0, 0}},
                                rollout.totals(),
                                rollout.mask())
                        .advantages();
        for (int b = 0; b < 4; b++) {
            assertArrayEquals(outcomes[b], found.advantages()[b], 1e-3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRewardModelLearnsWhichResponsesAreRight(Recomputation recomputation) throws Exception {
        models.close();
        load(recomputation);
        PrimeCredit credit = credit(ImplicitReward.PER_TOKEN);
        Credit first = credit.credit(rollout);
        Credit last = first;
        for (int i = 0; i < 30; i++) {
            last = credit.credit(rollout);
        }

        double before = first.metrics().get(CreditMetrics.REWARD_MODEL_LOSS);
        double after = last.metrics().get(CreditMetrics.REWARD_MODEL_LOSS);
        assertTrue(after < before * 0.8, before + " to " + after);
        assertEquals(1, last.metrics().get(CreditMetrics.REWARD_MODEL_ACCURACY));
    }

    @ParameterizedTest
    @EnumSource
    void advantagesAreTheArithmeticOfTheCore(ImplicitReward score) {
        PrimeCredit credit = credit(score);
        for (int i = 0; i < 5; i++) {
            credit.credit(rollout);
        }
        double[][] scores =
                score.scores(
                        logProbs(new ModelScorer(rewardModel.model(), 12)),
                        logProbs(reference),
                        rollout.mask());

        double[][] found = credit.credit(rollout).advantages();

        assertTrue(Math.abs(scores[0][2]) > 1e-3);
        double[][] expected =
                new PrimeAdvantage(2, 0.9, 1)
                        .estimate(
                                ImplicitReward.normalize(scores), rollout.totals(), rollout.mask())
                        .advantages();
        for (int b = 0; b < 4; b++) {
            assertArrayEquals(expected[b], found[b], 1e-6);
        }
    }

    @Test
    void scoresAfterTheUpdateAreThoseOfTheTrainedModel() {
        PrimeCredit credit = credit(ImplicitReward.PER_TOKEN, Scoring.AFTER_UPDATE);

        Credit found = credit.credit(rollout);

        double[][] scores =
                ImplicitReward.PER_TOKEN.scores(
                        logProbs(new ModelScorer(rewardModel.model(), 12)),
                        logProbs(reference),
                        rollout.mask());
        assertTrue(Math.abs(scores[0][2]) > 1e-5, "the model has learned: " + scores[0][2]);
        double[][] expected =
                new PrimeAdvantage(2, 0.9, 1)
                        .estimate(
                                ImplicitReward.normalize(scores), rollout.totals(), rollout.mask())
                        .advantages();
        for (int b = 0; b < 4; b++) {
            assertArrayEquals(expected[b], found.advantages()[b], 1e-6);
        }
    }

    private double[][] logProbs(ModelScorer scorer) {
        List<float[]> rows = scorer.logProbs(rollout.trajectories(), 1);
        return rows.stream().map(Rows::doubles).toArray(double[][]::new);
    }
}
