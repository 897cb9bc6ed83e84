package io.github.luffyrl.djl.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyMetric;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.loss.PolicyLoss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two micro-batches, all advantages 1. The first has a demonstration token of probability 0.1 and a
 * token that went from 0.25 to 0.5; the second has three tokens that stayed at 0.5.
 */
class StepStatisticsTest {

    private static final float TENTH = (float) Math.log(0.1);
    private static final float QUARTER = (float) Math.log(0.25);
    private static final float HALF = (float) Math.log(0.5);

    private static PolicyLoss loss(EntropyCoefficient entropy, KlTerm kl) {
        MixedPolicyObjective objective =
                MixedPolicyObjective.builder().clip(ClipRange.symmetric(0.2)).build();
        return new PolicyLoss("loss", new PolicyUpdate(objective, entropy, kl, 0));
    }

    private static StepStatistics measured(Loss loss) {
        StepStatistics statistics = new StepStatistics(loss);
        add(
                statistics,
                new TokenRow(
                        Tokens.of(2, 3, 4),
                        new boolean[] {false, true, true},
                        new boolean[] {false, true, false},
                        new float[] {0, 1, 1},
                        new float[] {0, 0, QUARTER},
                        Map.of(
                                TokenBatch.Extra.REFERENCE_LOG_PROBS,
                                new float[] {0, TENTH, QUARTER})),
                new float[] {TENTH, HALF},
                new float[] {1, 1});
        add(
                statistics,
                new TokenRow(
                        Tokens.of(2, 3, 4, 5),
                        new boolean[] {false, true, true, true},
                        new boolean[4],
                        new float[] {0, 1, 1, 1},
                        new float[] {0, HALF, HALF, HALF},
                        Map.of(
                                TokenBatch.Extra.REFERENCE_LOG_PROBS,
                                new float[] {0, HALF, HALF, HALF})),
                new float[] {HALF, HALF, HALF},
                new float[] {0.1f, 0.1f, 0.1f});
        return statistics;
    }

    private static void add(
            StepStatistics statistics, TokenRow row, float[] logProbs, float[] entropies) {
        try (NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
            Shape shape = new Shape(1, logProbs.length);
            NDList predictions =
                    new NDList(
                            BatchLayout.named(
                                    BatchLayout.LOG_PROBS, manager.create(logProbs, shape)),
                            BatchLayout.named(
                                    BatchLayout.ENTROPY, manager.create(entropies, shape)));
            statistics.add(BatchArrays.of(manager, List.of(row), 5, 2, 1).labels(), predictions);
        }
    }

    @Test
    void metricsOfTheLossAreMeansOverTheTokensOfAllMicroBatches() {
        StepStatistics statistics = measured(loss(EntropyCoefficient.none(), KlTerm.none()));

        Map<PolicyMetric, Double> expected =
                Map.of(
                        // ratios 2, 1, 1, 1; the first is clipped to 1.2
                        PolicyMetric.ON_POLICY_RATIO, 5 / 4.0,
                        PolicyMetric.ON_POLICY_CLIP_FRACTION, 1 / 4.0,
                        PolicyMetric.ON_POLICY_LOSS, -(1.2 + 3) / 4,
                        PolicyMetric.ON_POLICY_KL, Math.log(0.25 / 0.5) / 4,
                        // 0.1 / (0.1 + 0.1)
                        PolicyMetric.OFF_POLICY_WEIGHT, 0.5,
                        PolicyMetric.OFF_POLICY_LOSS, -0.5);
        expected.forEach(
                (metric, mean) ->
                        assertEquals(
                                mean,
                                statistics.measurement().metrics().mean(metric).orElseThrow(),
                                1e-6,
                                metric.name()));
        assertTrue(
                statistics
                        .measurement()
                        .metrics()
                        .mean(PolicyMetric.OFF_POLICY_MAX_CLIP_FRACTION)
                        .isEmpty(),
                "the weight has no upper bound");
        assertTrue(Double.isNaN(statistics.measurement().referenceKl()));
        assertTrue(Double.isNaN(statistics.entropyCoefficient()));
    }

    @Test
    void entropyAndProbabilitiesAreMeasuredUnderAnyLoss() {
        StepStatistics statistics = measured(Loss.l1Loss());

        assertEquals((1 + 0.3) / 4, statistics.measurement().onPolicy().entropy(), 1e-6);
        assertEquals(0.5, statistics.measurement().onPolicy().probability(), 1e-6);
        assertEquals(0.1, statistics.measurement().offPolicy().probability(), 1e-6);
        assertTrue(statistics.measurement().metrics().mean(PolicyMetric.ON_POLICY_LOSS).isEmpty());
    }

    @Test
    void theDivergenceFromTheReferenceIsAMeanOverAllTokens() {
        // l - ref is 0, ln 2, 0, 0, 0
        StepStatistics statistics =
                measured(loss(EntropyCoefficient.none(), new KlTerm(KlEstimator.k1(), 0.1)));

        assertEquals(Math.log(2) / 5, statistics.measurement().referenceKl(), 1e-6);
    }

    @Test
    void anAdaptiveEntropyCoefficientFollowsTheMeanEntropyOfTheMiniBatch() {
        // The mean entropy is 2.3 / 5 = 0.46, below the target of 0.5, so the coefficient rises:
        // AdamW's first step is the learning rate. The mean of the two means, 0.55, is above it.
        AdaptiveEntropyCoefficient coefficient =
                new AdaptiveEntropyCoefficient(0.1, 0.5, Double.POSITIVE_INFINITY, 0.01);
        StepStatistics statistics = measured(loss(coefficient, KlTerm.none()));

        assertEquals(0.1, statistics.entropyCoefficient(), 1e-12);
        statistics.trainEntropyCoefficient();

        double decayed = Math.log(0.1) * (1 - 0.01 * 0.01);
        assertEquals(decayed + 0.01, coefficient.state().logAlpha(), 1e-7);
    }

    @Test
    void aCoefficientInProportionIsToldTheMeanEntropyOfTheMiniBatch() {
        // 0.02 * 0.23 / 0.46
        StepStatistics statistics =
                measured(loss(EntropyCoefficient.towardsTarget(0.02, 0.23), KlTerm.none()));

        assertEquals(0.01, statistics.entropyCoefficient(), 1e-8);
    }
}
