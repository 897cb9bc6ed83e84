package io.github.luffyrl.djl.credit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.advantage.GeneralizedAdvantage;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.ValueObjective;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.dataset.Credit;
import io.github.luffyrl.djl.dataset.CreditMetrics;
import io.github.luffyrl.djl.dataset.RewardedRollout;
import io.github.luffyrl.djl.loss.ValueLoss;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.optimizer.AdamW;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriticCreditTest {

    @TempDir Path directory;

    private final RewardedRollout rollout = TinyRollouts.four();
    private AuxiliaryModels models;

    @BeforeEach
    void load() throws Exception {
        try (Model model = TinyLanguage.model(1)) {
            TinyLanguage.save(model, directory);
        }
        models = new AuxiliaryModels(directory, null, Recomputation.NONE, Precision.FLOAT32);
    }

    @AfterEach
    void close() {
        models.close();
    }

    private AuxiliaryModel critic(int miniBatches, int epochs, int microBatchTokens)
            throws Exception {
        return critic(Double.POSITIVE_INFINITY, miniBatches, epochs, microBatchTokens);
    }

    private AuxiliaryModel critic(double clip, int miniBatches, int epochs, int microBatchTokens)
            throws Exception {
        return models.valueModel(
                new ValueLoss(new ValueObjective(clip, LossNormalizer.tokenMean())),
                new AuxiliaryTraining(
                        AdamW.builder()
                                .optLearningRate(Tracker.fixed(0.01f))
                                .optWeightDecays(0)
                                .build(),
                        1,
                        miniBatches,
                        epochs,
                        microBatchTokens));
    }

    @Test
    void anUntrainedCriticExpectsNothing() throws Exception {
        CriticCredit credit =
                new CriticCredit(new GeneralizedAdvantage(1, 1), false, critic(1, 1, 100));

        Credit found = credit.credit(rollout);

        assertArrayEquals(
                new double[][] {{1, 1, 1}, {0, 0}, {1, 1, 1, 1}, {0, 0, 0}}, found.advantages());
        assertEquals(0, found.metrics().get(CreditMetrics.VALUE));
        // half the mean square of the returns: 7 of 12 tokens have a return of 1
        assertEquals(0.5 * 7 / 12, found.metrics().get(CreditMetrics.VALUE_LOSS), 1e-6);
        assertEquals(0, found.metrics().get(CreditMetrics.VALUE_CLIP_FRACTION)); // no step before
        // 4 rows of 2 prompt tokens and 12 response tokens, forward once and updated on once
        assertEquals(new Compute(20, 20), found.compute());
    }

    @Test
    void theClipHoldsBackWhatMovesFarWithinARollout() throws Exception {
        CriticCredit clipped =
                new CriticCredit(new GeneralizedAdvantage(1, 1), false, critic(1e-6, 1, 4, 12));

        double fraction = clipped.credit(rollout).metrics().get(CreditMetrics.VALUE_CLIP_FRACTION);

        // of 4 steps, the first one finds the old values; after it they have moved further than
        // 1e-6, the 7 of 12 tokens with a return of 1 towards it, which the clip holds back
        assertTrue(fraction > 0.25 && fraction <= 0.75, "clipped: " + fraction);
    }

    @Test
    void theCriticLearnsWhatToExpect() throws Exception {
        CriticCredit credit =
                new CriticCredit(new GeneralizedAdvantage(1, 1), true, critic(2, 2, 12));
        Credit first = credit.credit(rollout);
        Credit last = first;
        for (int i = 0; i < 30; i++) {
            last = credit.credit(rollout);
        }

        // the first tokens follow the same prompt, so their value is the mean return, 0.5, at best;
        // what follows tells a right response from a wrong one
        assertEquals(0.5 * 4 * 0.25 / 12, last.metrics().get(CreditMetrics.VALUE_LOSS), 0.005);
        assertEquals(
                1 - 4 * 0.25 / (12 * (7 / 12.0) * (5 / 12.0)),
                last.metrics().get(CreditMetrics.EXPLAINED_VARIANCE),
                0.01);
        assertTrue(
                last.metrics().get(CreditMetrics.VALUE_LOSS)
                        < first.metrics().get(CreditMetrics.VALUE_LOSS) / 4);
        assertEquals(31 * 4, credit.trainers().get("critic").state().step());
        double[] all = Arrays.stream(last.advantages()).flatMapToDouble(Arrays::stream).toArray();
        assertEquals(0, Arrays.stream(all).sum(), 1e-9); // whitened
        assertEquals(11, Arrays.stream(all).map(a -> a * a).sum(), 1e-4);
    }

    @Test
    void advantagesAreThoseOfTheValuesBeforeTheUpdate() throws Exception {
        AuxiliaryModel critic = critic(1, 1, 100);
        GeneralizedAdvantage estimator = new GeneralizedAdvantage(0.9, 0.8);
        CriticCredit credit = new CriticCredit(estimator, false, critic);
        credit.credit(rollout);
        List<Trajectory> trajectories = rollout.trajectories();
        List<float[]> predicted = new ValueScorer(critic.model(), 7).values(Rows.of(trajectories));
        double[][] values = new double[4][];
        Arrays.setAll(values, b -> Rows.ofResponse(trajectories.get(b), predicted.get(b)));

        double[][] found = credit.credit(rollout).advantages();

        assertTrue(values[0][0] != 0);
        double[][] expected =
                estimator.estimate(rollout.rewards(), values, rollout.mask()).advantages();
        for (int b = 0; b < 4; b++) {
            assertArrayEquals(expected[b], found[b], 1e-5);
        }
    }
}
