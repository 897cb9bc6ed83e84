package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.objective.PolicyObjective.Evaluation;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectiveVariantsTest {

    private static final double ROUNDING = 1e-12;

    @ParameterizedTest
    @CsvSource({
        // ratio, advantage, loss, gradient; the range is [0.75, 1.25], the dual bound 2
        "4.0, -1, 2.0,  0", // 4 is cut to 2
        "1.5, -1, 1.5,  1.5", // below the bound
        "4.0,  1, -1.25, 0", // the bound is for negative advantages alone
    })
    void theDualBoundHoldsNegativeAdvantages(
            double ratio, double advantage, double loss, double gradient) {
        MixedPolicyObjective objective =
                MixedPolicyObjective.builder().clip(ClipRange.symmetric(0.25).withDual(2)).build();

        Evaluation got = objective.evaluate(onPolicy(advantage, new double[] {ratio}));

        assertEquals(loss, got.loss(), ROUNDING);
        assertEquals(gradient, got.gradient()[0][0], ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({
        // bound, advantage, loss; the ratios are 1/2 and 1/8: mean of old - l is 2 ln 2 = 1.386
        "1.3, -1, 0", // left out
        "1.3,  1, -0.3125", // good rows are never
        "1.4, -1, 0.3125", // near enough
    })
    void rowsOfNegativeAdvantageThatThePolicyHasLeftBehindAreNotLearnedFrom(
            double bound, double advantage, double loss) {
        MixedPolicyObjective objective =
                MixedPolicyObjective.builder().maxDivergence(bound).build();

        Evaluation got = objective.evaluate(onPolicy(advantage, new double[] {0.5, 0.125}));

        assertEquals(loss, got.loss(), ROUNDING);
        double[] gradient =
                loss == 0 ? new double[2] : new double[] {-advantage / 4, -advantage / 16};
        assertArrayEquals(gradient, got.gradient()[0], ROUNDING);
    }

    @Test
    void aSequenceSharesTheGeometricMeanOfItsRatios() {
        // Ratios 2 and 8: sqrt(16) = 4 for both tokens. Loss -3 * 4 each; each token moves the
        // ratio by 4 / 2, of both losses: -3 * 4 / 2 * 2. Mean over two tokens.
        MixedPolicyObjective objective =
                MixedPolicyObjective.builder().ratioLevel(OnPolicyRatio.Level.SEQUENCE).build();

        Evaluation got = objective.evaluate(onPolicy(3, new double[] {2, 8}));

        assertEquals(-12, got.loss(), ROUNDING);
        assertArrayEquals(new double[] {-6, -6}, got.gradient()[0], ROUNDING);
    }

    @Test
    void cispoClipsTheWeightAndKeepsTheGradient() {
        // Ratio 2 clipped to 1.25, l = ln 0.2: loss -3 * 1.25 * l, gradient -3 * 1.25.
        MixedPolicyObjective objective =
                MixedPolicyObjective.builder()
                        .surrogate(OnPolicyRatio.Surrogate.CISPO)
                        .clip(ClipRange.symmetric(0.25))
                        .build();

        Evaluation got = objective.evaluate(onPolicy(3, new double[] {2}));

        assertEquals(-3.75 * Math.log(0.2), got.loss(), ROUNDING);
        assertEquals(-3.75, got.gradient()[0][0], ROUNDING);
        assertEquals(1, got.metrics().mean(PolicyMetric.ON_POLICY_CLIP_FRACTION).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        // rho = old / rollout probability; truncated at 2, masked outside [0.5, 3]
        "1.5, 1.5, 1.5",
        "2.5, 2.0, 2.5",
        "4.0, 2.0, 0.0",
        "0.25, 0.25, 0.0",
    })
    void theDifferenceBetweenSamplerAndModelIsCorrected(
            double rho, double truncated, double masked) {
        // Ratio 1 and advantage 1, so the loss is minus the factor.
        TokenBatch batch = onPolicy(1, new double[] {1});
        TokenBatch sampled =
                batch.with(
                        Extra.ROLLOUT_LOG_PROBS,
                        new double[][] {{batch.oldLogProbs()[0][0] - Math.log(rho)}});

        Evaluation cut = corrected(ImportanceCorrection.truncated(2)).evaluate(sampled);
        Evaluation filtered = corrected(ImportanceCorrection.masked(0.5, 3)).evaluate(sampled);

        assertEquals(-truncated, cut.loss(), ROUNDING);
        assertEquals(-truncated, cut.gradient()[0][0], ROUNDING);
        assertEquals(-masked, filtered.loss(), ROUNDING);
        assertEquals(-masked, filtered.gradient()[0][0], ROUNDING);
    }

    @Test
    void aMissingInputIsNamed() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                corrected(ImportanceCorrection.truncated(2))
                                        .evaluate(onPolicy(1, new double[] {1})));

        assertTrue(error.getMessage().contains("ROLLOUT_LOG_PROBS"), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        // p = 0.4, q = 0.5: p / q = 0.8; shaped 0.8 / 0.9 and 0.1 * 0.8 / 0.81
        "GIVEN, 0.8, 0.8",
        "GIVEN_SHAPED, 0.88888888, 0.09876543",
        "CERTAIN, 0.8, 0.16",
    })
    void theWeightIsRelativeToTheBehaviourPolicy(
            BehaviourPolicy behaviour, double weight, double derivative) {
        TokenBatch batch =
                new TokenBatch(
                                new double[][] {{Math.log(0.4)}},
                                new double[][] {{Double.NaN}},
                                new double[][] {{1}},
                                new boolean[][] {{true}},
                                new boolean[][] {{true}})
                        .with(Extra.BEHAVIOUR_PROBS, new double[][] {{0.5}});

        Evaluation got =
                MixedPolicyObjective.builder().behaviour(behaviour).build().evaluate(batch);

        double epsilon = 1e-5; // of which the reference adds 1e-6 to q
        assertEquals(-weight, got.loss(), epsilon);
        assertEquals(-derivative, got.gradient()[0][0], epsilon);
    }

    @Test
    void metricsOfNothingAreAbsent() {
        Evaluation got =
                MixedPolicyObjective.builder().build().evaluate(onPolicy(1, new double[] {1}));

        assertTrue(got.metrics().mean(PolicyMetric.OFF_POLICY_LOSS).isEmpty());
        assertTrue(got.metrics().mean(PolicyMetric.OFF_POLICY_MAX_CLIP_FRACTION).isEmpty());
        assertEquals(-1, got.metrics().mean(PolicyMetric.ON_POLICY_LOSS).orElseThrow(), ROUNDING);
    }

    static List<MixedPolicyObjective> everyObjective() {
        List<MixedPolicyObjective> all = new ArrayList<>(MixedPolicyObjectiveTest.objectives());
        for (OnPolicyRatio.Surrogate surrogate : OnPolicyRatio.Surrogate.values()) {
            for (OnPolicyRatio.Level level : OnPolicyRatio.Level.values()) {
                all.add(
                        MixedPolicyObjective.builder()
                                .surrogate(surrogate)
                                .ratioLevel(level)
                                .clip(ClipRange.symmetric(0.2))
                                .build());
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyObjective")
    void extremeLogProbabilitiesGiveFiniteLosses(MixedPolicyObjective objective) {
        double[] extremes = {0, -1e-12, -1, -100, -800, -1e4};
        int n = extremes.length * extremes.length;
        double[][] current = new double[4][n];
        double[][] old = new double[4][n];
        double[][] advantages = new double[4][n];
        boolean[][] mask = new boolean[4][n];
        boolean[][] offPolicy = new boolean[4][n];
        double[][] q = new double[4][n];
        for (int b = 0; b < 4; b++) {
            Arrays.fill(mask[b], true);
            Arrays.fill(offPolicy[b], b >= 2);
            Arrays.fill(advantages[b], b % 2 == 0 ? 1 : -1);
            for (int i = 0; i < n; i++) {
                current[b][i] = extremes[i / extremes.length];
                old[b][i] = extremes[i % extremes.length];
                q[b][i] = i % 2;
            }
        }
        TokenBatch batch =
                new TokenBatch(current, old, advantages, mask, offPolicy)
                        .with(Extra.BEHAVIOUR_PROBS, q)
                        .with(Extra.ROLLOUT_LOG_PROBS, current);

        Evaluation got = objective.evaluate(batch);

        assertTrue(Double.isFinite(got.loss()), () -> "loss " + got.loss());
        for (double[] row : got.gradient()) {
            assertTrue(Arrays.stream(row).allMatch(Double::isFinite), () -> Arrays.toString(row));
        }
    }

    private static MixedPolicyObjective corrected(ImportanceCorrection correction) {
        return MixedPolicyObjective.builder().correction(correction).build();
    }

    /** Old probability 0.1. */
    private static TokenBatch onPolicy(double advantage, double[] ratios) {
        double[] old = new double[ratios.length];
        double[] advantages = new double[ratios.length];
        boolean[] mask = new boolean[ratios.length];
        Arrays.fill(old, Math.log(0.1));
        Arrays.fill(advantages, advantage);
        Arrays.fill(mask, true);
        return new TokenBatch(
                new double[][] {Arrays.stream(ratios).map(r -> Math.log(0.1 * r)).toArray()},
                new double[][] {old},
                new double[][] {advantages},
                new boolean[][] {mask},
                new boolean[][] {new boolean[ratios.length]});
    }
}
