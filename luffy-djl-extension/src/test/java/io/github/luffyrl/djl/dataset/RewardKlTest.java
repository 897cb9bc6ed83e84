package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.advantage.ReinforceAdvantage;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.objective.ImportanceCorrection;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.RewardKlPenalty;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rewards of a rollout that are charged for divergence. */
class RewardKlTest {

    private static final Device[] CPU = {Device.cpu()};

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private TextTokenizer tokenizer;

    @BeforeEach
    void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterEach
    void close() {
        tokenizer.close();
        manager.close();
    }

    /** A model that finds every token as likely. */
    private static ResponseScorer everywhere(float logProb) {
        return (trajectories, temperature) ->
                trajectories.stream()
                        .map(
                                trajectory -> {
                                    float[] logProbs = new float[trajectory.responseLength()];
                                    Arrays.fill(logProbs, logProb);
                                    return logProbs;
                                })
                        .toList();
    }

    /** Groups of two rows of four tokens, of which the first has the reward 1. */
    private RolloutDataset.Builder builder() {
        boolean[] first = {false};
        return RolloutDataset.builder()
                .setPolicy(TinyLanguage::writeAnything)
                .setEncoder(TinyLanguage.encoder(tokenizer, 4))
                .setProblems(TinyLanguage.problems())
                .setReward(
                        (problem, completion) -> {
                            first[0] = !first[0];
                            return Reward.of(first[0]);
                        })
                .optPrefix(PrefixSchedule.none())
                .optAdvantage(new ReinforceAdvantage())
                .optGroups(1, 2);
    }

    private static float[] label(RolloutBatch batch, String name) {
        return BatchLayout.require(batch.split(CPU, false)[0].getLabels(), name).toFloatArray();
    }

    @Test
    void everyTokenIsChargedAndTheCoefficientFollowsTheDivergence() {
        RolloutDataset dataset =
                builder()
                        .optRewardKl(
                                new RewardKlPenalty(KlEstimator.k1()),
                                new KlController.Adaptive(0.1, 0.25, 4))
                        .optUpdates(1, 1, everywhere(-1))
                        .optReference(everywhere(-1.5f))
                        .build();
        Iterator<Batch> data = dataset.getData(manager).iterator();
        RolloutBatch batch = (RolloutBatch) data.next();

        assertEquals(Map.of("rewardKl", 0.5, "rewardKlCoefficient", 0.1), batch.creditMetrics());
        // rewards 1 and 0, each less 4 tokens of 0.1 * 0.5; a prompt of 2 tokens before them
        assertArrayEquals(
                new float[] {0, 0.8f, 0.8f, 0.8f, 0.8f, 0, -0.2f, -0.2f, -0.2f, -0.2f},
                label(batch, BatchLayout.ADVANTAGES),
                1e-6f);
        assertArrayEquals(
                new float[] {0, -1, -1, -1, -1, 0, -1, -1, -1, -1},
                label(batch, BatchLayout.OLD_LOG_PROBS));
        // 12 tokens sampled, scored twice and updated on
        assertEquals(new Compute(36, 12), batch.compute());

        // twice the target: 20 % on 4 rows, so 10 % on 2
        assertEquals(new KlController.Adaptive(0.1 * 1.1, 0.25, 4), dataset.state().rewardKl());
        RolloutBatch next = (RolloutBatch) data.next();
        assertEquals(0.1 * 1.1, next.creditMetrics().get("rewardKlCoefficient"));
    }

    @Test
    void aPenaltyNeedsAReferenceAndThePolicyAsAScorer() {
        RolloutDataset.Builder charged =
                builder()
                        .optRewardKl(
                                new RewardKlPenalty(KlEstimator.k1()), new KlController.Fixed(1));
        assertTrue(refusal(charged).contains("optReference"), refusal(charged));
        charged.optReference(everywhere(-1));
        assertTrue(refusal(charged).contains("optUpdates"), refusal(charged));
    }

    @Test
    void aCorrectionComparesWithTheSamplerInASingleUpdateToo() {
        RolloutDataset.Builder corrected =
                builder()
                        .optLoss(
                                MixedPolicyGrpoLoss.builder()
                                        .optObjective(
                                                MixedPolicyObjective.builder()
                                                        .correction(
                                                                ImportanceCorrection.truncated(2))
                                                        .build())
                                        .build());
        assertTrue(refusal(corrected).contains("optUpdates"), refusal(corrected));

        RolloutBatch batch =
                (RolloutBatch)
                        corrected
                                .optUpdates(1, 1, everywhere(-1))
                                .build()
                                .getData(manager)
                                .iterator()
                                .next();

        float sampled = (float) -Math.log(TinyLanguage.VOCABULARY);
        assertArrayEquals(
                new float[] {0, sampled, sampled, sampled, sampled},
                label(batch, BatchLayout.ROLLOUT_LOG_PROBS));
        assertArrayEquals(new float[] {0, -1, -1, -1, -1}, label(batch, BatchLayout.OLD_LOG_PROBS));
    }

    private static String refusal(RolloutDataset.Builder builder) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }
}
