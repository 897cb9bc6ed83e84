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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MixedPolicyObjectiveTest {

    private static final double ROUNDING = 1e-12;

    private static final MixedPolicyObjective LUFFY =
            new MixedPolicyObjective(
                    PolicyShaping.rational(0.1), ClipRange.none(), LossNormalizer.tokenMean());

    /** Every shaping with every clip range, and each other choice once. */
    static List<MixedPolicyObjective> objectives() {
        List<MixedPolicyObjective> objectives = new ArrayList<>();
        for (PolicyShaping shaping : shapings()) {
            for (ClipRange clip :
                    List.of(
                            ClipRange.none(),
                            ClipRange.symmetric(0.2),
                            ClipRange.asymmetric(0.2, 0.28).withDual(1.5),
                            ClipRange.symmetric(0.2).measured())) {
                objectives.add(
                        MixedPolicyObjective.builder()
                                .shaping(shaping)
                                .ratioShaping(shaping)
                                .clip(clip)
                                .build());
            }
            for (BehaviourPolicy behaviour : BehaviourPolicy.values()) {
                objectives.add(
                        MixedPolicyObjective.builder()
                                .shaping(shaping)
                                .behaviour(behaviour)
                                .offPolicyClip(new OffPolicyClip(0.1, 0.9))
                                .build());
            }
        }
        for (LossNormalizer normalizer : normalizers()) {
            objectives.add(
                    MixedPolicyObjective.builder()
                            .normalizer(normalizer)
                            .maxProbability(0.8)
                            .clip(ClipRange.symmetric(0.2))
                            .build());
            objectives.add(
                    MixedPolicyObjective.builder()
                            .normalizer(normalizer)
                            .ratioLevel(OnPolicyRatio.Level.SEQUENCE)
                            .ratioShaping(PolicyShaping.rational(0.1))
                            .clip(ClipRange.symmetric(0.2))
                            .build());
        }
        for (ImportanceCorrection correction :
                List.of(
                        ImportanceCorrection.truncated(1.2),
                        ImportanceCorrection.masked(0.9, 1.2))) {
            objectives.add(MixedPolicyObjective.builder().correction(correction).build());
        }
        return objectives;
    }

    static List<PolicyShaping> shapings() {
        return List.of(
                PolicyShaping.none(),
                PolicyShaping.rational(0.1),
                new PolicyShaping.Log(0.3),
                new PolicyShaping.LogBlend(0.3),
                new PolicyShaping.Power(0.5),
                new PolicyShaping.Power(2),
                new Cosine());
    }

    /** A shaping that this project does not know. */
    private record Cosine() implements PolicyShaping.Custom {
        @Override
        public double value(double logProb) {
            return Math.cos(logProb);
        }

        @Override
        public double derivative(double logProb) {
            return -Math.sin(logProb);
        }
    }

    static List<LossNormalizer> normalizers() {
        return List.of(
                LossNormalizer.tokenMean(),
                LossNormalizer.fixedLength(7),
                LossNormalizer.fixedLengthPerRow(7),
                LossNormalizer.rowSum(),
                LossNormalizer.rowMean(),
                LossNormalizer.nonEmptyRowMean());
    }

    @ParameterizedTest
    @CsvSource({
        // ratio, advantage, loss, gradient
        "1.0,  2, -2.0, -2.0",
        "1.5,  2, -3.0, -3.0",
        "0.5, -2,  1.0,  1.0",
    })
    void anOnPolicyTokenIsWeightedByTheRatio(
            double ratio, double advantage, double loss, double gradient) {
        Evaluation got = LUFFY.evaluate(onPolicyToken(ratio, advantage));

        assertEquals(loss, got.loss(), ROUNDING);
        assertEquals(gradient, got.gradient()[0][0], ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({
        // ratio, advantage, loss, gradient; the range is [0.75, 1.25]
        "1.00,  2, -2.0, -2.0",
        "1.50,  2, -2.5,  0.0", // raised enough: max(-3, -2.5)
        "1.50, -2,  3.0,  3.0", // must come down: max(3, 2.5)
        "0.50, -2,  1.5,  0.0", // lowered enough: max(1, 1.5)
        "0.50,  2, -1.0, -1.0", // must come up: max(-1, -1.5)
    })
    void clippingStopsOnPolicyTokensThatHaveMovedEnough(
            double ratio, double advantage, double loss, double gradient) {
        MixedPolicyObjective clipped =
                new MixedPolicyObjective(
                        PolicyShaping.none(),
                        ClipRange.symmetric(0.25),
                        LossNormalizer.tokenMean());

        Evaluation got = clipped.evaluate(onPolicyToken(ratio, advantage));

        assertEquals(loss, got.loss(), ROUNDING);
        assertEquals(gradient, got.gradient()[0][0], ROUNDING);
    }

    @Test
    void aRatioOnTheEdgeOfTheRangeKeepsItsGradient() {
        MixedPolicyObjective tight =
                new MixedPolicyObjective(
                        PolicyShaping.none(), ClipRange.symmetric(0), LossNormalizer.tokenMean());

        Evaluation got = tight.evaluate(onPolicyToken(1, 2));

        assertEquals(-2, got.loss());
        assertEquals(-2, got.gradient()[0][0]);
    }

    @Test
    void anOffPolicyTokenIsWeightedByItsShapedProbability() {
        // p = 0.4, A = 3: s = 0.8, ds/dl = 0.16
        Evaluation got = LUFFY.evaluate(offPolicyToken(0.4, 3, 0));

        assertEquals(-2.4, got.loss(), ROUNDING);
        assertEquals(-0.48, got.gradient()[0][0], ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -50, Double.NEGATIVE_INFINITY, Double.NaN})
    void anOffPolicyTokenHasNeitherClipNorOldPolicy(double oldLogProb) {
        MixedPolicyObjective tight =
                new MixedPolicyObjective(
                        PolicyShaping.none(), ClipRange.symmetric(0), LossNormalizer.tokenMean());

        Evaluation got = tight.evaluate(offPolicyToken(0.4, 3, oldLogProb));

        assertEquals(-1.2, got.loss(), ROUNDING);
        assertEquals(-1.2, got.gradient()[0][0], ROUNDING);
    }

    @ParameterizedTest
    @MethodSource("normalizers")
    void aMixedBatchIsTheSumOfItsTokensOverTheDivisor(LossNormalizer normalizer) {
        // Demonstration, A = 0.75: p = 0.4, 0.1 -> s = 0.8, 0.5 and ds/dl = 0.16, 0.25
        //   losses -0.6, -0.375; gradients -0.12, -0.1875
        // Rollout, A = -0.25: ratios 1, 1.5 -> losses and gradients 0.25, 0.375
        // Sum -0.35 over 4 tokens in 2 rows.
        double divisor = 1 / normalizer.weight(2, new RowCounts(4, 2, 2));

        Evaluation got =
                new MixedPolicyObjective(PolicyShaping.rational(0.1), ClipRange.none(), normalizer)
                        .evaluate(mixedBatch(Double.NaN));

        assertEquals(-0.35 / divisor, got.loss(), ROUNDING);
        assertArrayEquals(
                new double[] {-0.12 / divisor, -0.1875 / divisor, 0}, got.gradient()[0], ROUNDING);
        assertArrayEquals(
                new double[] {0.25 / divisor, 0.375 / divisor, 0}, got.gradient()[1], ROUNDING);
    }

    @Test
    void aPartialPrefixMakesOnlyItsOwnTokensOffPolicy() {
        // Off-policy p = 0.4: s = 0.8, ds/dl = 0.16; on-policy ratio 1.5. A = 1, two tokens.
        Evaluation got =
                LUFFY.evaluate(
                        new TokenBatch(
                                new double[][] {{Math.log(0.4), Math.log(0.3)}},
                                new double[][] {{0, Math.log(0.2)}},
                                new double[][] {{1, 1}},
                                new boolean[][] {{true, true}},
                                new boolean[][] {{true, false}}));

        assertEquals((-0.8 - 1.5) / 2, got.loss(), ROUNDING);
        assertArrayEquals(new double[] {-0.08, -0.75}, got.gradient()[0], ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatThePaddingHoldsNeverMatters(double garbage) {
        Evaluation clean = LUFFY.evaluate(mixedBatch(0));
        Evaluation got = LUFFY.evaluate(mixedBatch(garbage));

        assertEquals(clean.loss(), got.loss());
        assertArrayEquals(clean.gradient(), got.gradient());
        assertTrue(Double.isFinite(got.loss()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, -1000, false", // ratio e^1000 overflows
        "-0.0, 0, -1000, false",
        "0, NaN, NaN, false",
        "0, -Infinity, -Infinity, false",
        "0, NaN, 0, true",
        "0, Infinity, 0, true",
    })
    void aTokenWithoutAdvantageContributesExactlyNothing(
            double advantage, double logProb, double oldLogProb, boolean offPolicy) {
        Evaluation got =
                LUFFY.evaluate(
                        new TokenBatch(
                                new double[][] {{logProb, -1}},
                                new double[][] {{oldLogProb, -1}},
                                new double[][] {{advantage, 3}},
                                new boolean[][] {{true, true}},
                                new boolean[][] {{offPolicy, false}}));

        // It still counts as a token: -3 * 1 / 2.
        assertEquals(-1.5, got.loss());
        assertArrayEquals(new double[] {0, -1.5}, got.gradient()[0]);
    }

    @Test
    void aClippedRatioThatOverflowsStaysFinite() {
        MixedPolicyObjective clipped =
                new MixedPolicyObjective(
                        PolicyShaping.none(),
                        ClipRange.symmetric(0.25),
                        LossNormalizer.tokenMean());

        Evaluation got =
                clipped.evaluate(
                        new TokenBatch(
                                new double[][] {{0}},
                                new double[][] {{-1000}},
                                new double[][] {{2}},
                                new boolean[][] {{true}},
                                new boolean[][] {{false}}));

        assertEquals(-2.5, got.loss()); // -2 * 1.25
        assertEquals(0, got.gradient()[0][0]);
    }

    @ParameterizedTest
    @MethodSource("normalizers")
    void aBatchWithoutTokensHasNoLoss(LossNormalizer normalizer) {
        Evaluation got =
                new MixedPolicyObjective(PolicyShaping.none(), ClipRange.none(), normalizer)
                        .evaluate(
                                new TokenBatch(
                                        new double[][] {{Double.NaN, -1}},
                                        new double[][] {{-1, -1}},
                                        new double[][] {{1, 1}},
                                        new boolean[][] {{false, false}},
                                        new boolean[][] {{false, true}}));

        assertEquals(0, got.loss());
        assertArrayEquals(new double[] {0, 0}, got.gradient()[0]);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void theGradientIsThatOfTheLoss(MixedPolicyObjective objective) {
        TokenBatch batch = randomBatch(4, 6);
        double h = 1e-5;
        double[][] gradient = objective.evaluate(batch).gradient();
        for (int b = 0; b < 4; b++) {
            for (int t = 0; t < 6; t++) {
                double slope =
                        (objective.evaluate(moved(batch, b, t, h)).loss()
                                        - objective.evaluate(moved(batch, b, t, -h)).loss())
                                / (2 * h);
                assertEquals(slope, gradient[b][t], 1e-8, "token " + b + "," + t);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void microBatchesAddUpToTheMiniBatch(MixedPolicyObjective objective) {
        TokenBatch batch = randomBatch(4, 6);
        Evaluation whole = objective.evaluate(batch);
        BatchCounts counts = objective.counts(batch);

        Evaluation first = objective.evaluate(rows(batch, 0), counts);
        Evaluation second = objective.evaluate(rows(batch, 1, 2, 3), counts);

        assertEquals(whole.loss(), first.loss() + second.loss(), ROUNDING);
        assertArrayEquals(whole.gradient()[0], first.gradient()[0]);
        for (int b = 1; b < 4; b++) {
            assertArrayEquals(whole.gradient()[b], second.gradient()[b - 1]);
        }
        PolicyMetrics joined = first.metrics().plus(second.metrics());
        for (PolicyMetric metric : PolicyMetric.values()) {
            assertEquals(
                    whole.metrics().mean(metric).orElse(Double.NaN),
                    joined.mean(metric).orElse(Double.NaN),
                    ROUNDING,
                    metric.name());
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void theOrderOfRowsDoesNotMatter(MixedPolicyObjective objective) {
        TokenBatch batch = randomBatch(4, 6);
        int[] order = {2, 0, 3, 1};

        Evaluation got = objective.evaluate(rows(batch, order));
        Evaluation expected = objective.evaluate(batch);

        assertEquals(expected.loss(), got.loss(), ROUNDING);
        for (int b = 0; b < order.length; b++) {
            assertArrayEquals(expected.gradient()[order[b]], got.gradient()[b]);
        }
    }

    @Test
    void arraysOfDifferentLengthAreRejectedByTheirRow() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new TokenBatch(
                                        new double[][] {{0}, {0, 0}},
                                        new double[][] {{0}, {0, 0}},
                                        new double[][] {{0}, {0}},
                                        new boolean[][] {{true}, {true, true}},
                                        new boolean[][] {{true}, {true, true}}));

        assertEquals("row 1 has arrays of unequal length", error.getMessage());
    }

    /** Old probability 0.25, so that ratios up to 4 are possible. */
    private static TokenBatch onPolicyToken(double ratio, double advantage) {
        return new TokenBatch(
                new double[][] {{Math.log(0.25 * ratio)}},
                new double[][] {{Math.log(0.25)}},
                new double[][] {{advantage}},
                new boolean[][] {{true}},
                new boolean[][] {{false}});
    }

    private static TokenBatch offPolicyToken(
            double probability, double advantage, double oldLogProb) {
        return new TokenBatch(
                new double[][] {{Math.log(probability)}},
                new double[][] {{oldLogProb}},
                new double[][] {{advantage}},
                new boolean[][] {{true}},
                new boolean[][] {{true}});
    }

    /** A demonstration and a rollout of two tokens each, and one column of padding. */
    private static TokenBatch mixedBatch(double padding) {
        return new TokenBatch(
                new double[][] {
                    {Math.log(0.4), Math.log(0.1), padding}, {Math.log(0.2), Math.log(0.3), padding}
                },
                new double[][] {{0, 0, padding}, {Math.log(0.2), Math.log(0.2), padding}},
                new double[][] {{0.75, 0.75, padding}, {-0.25, -0.25, padding}},
                new boolean[][] {{true, true, false}, {true, true, false}},
                new boolean[][] {{true, true, true}, {false, false, false}});
    }

    /** Ratios keep away from 0.8 and 1.2, where the clipped loss has no derivative. */
    private static TokenBatch randomBatch(int rows, int length) {
        Random random = new Random(7);
        TokenBatch batch =
                new TokenBatch(
                        new double[rows][length],
                        new double[rows][length],
                        new double[rows][length],
                        new boolean[rows][length],
                        new boolean[rows][length]);
        double[][] behaviourProbs = new double[rows][length];
        double[][] rolloutLogProbs = new double[rows][length];
        double[] ratios = {0.5, 0.7, 0.9, 1, 1.1, 1.3, 1.6};
        for (int b = 0; b < rows; b++) {
            double advantage = random.nextGaussian();
            int end = 2 + random.nextInt(length - 1);
            for (int t = 0; t < length; t++) {
                batch.logProbs()[b][t] = -3 * random.nextDouble();
                batch.oldLogProbs()[b][t] =
                        batch.logProbs()[b][t] - Math.log(ratios[random.nextInt(ratios.length)]);
                batch.advantages()[b][t] = advantage;
                behaviourProbs[b][t] = 0.1 + 0.8 * random.nextDouble();
                rolloutLogProbs[b][t] = batch.oldLogProbs()[b][t] + 0.4 * random.nextDouble() - 0.2;
                batch.mask()[b][t] = t < end;
                batch.offPolicy()[b][t] = b == 0 || (b == 1 && t < 2);
            }
        }
        return batch.with(Extra.BEHAVIOUR_PROBS, behaviourProbs)
                .with(Extra.ROLLOUT_LOG_PROBS, rolloutLogProbs);
    }

    private static TokenBatch moved(TokenBatch batch, int row, int token, double by) {
        double[][] logProbs = batch.logProbs().clone();
        logProbs[row] = logProbs[row].clone();
        logProbs[row][token] += by;
        return new TokenBatch(
                logProbs,
                batch.oldLogProbs(),
                batch.advantages(),
                batch.mask(),
                batch.offPolicy(),
                batch.extras());
    }

    private static TokenBatch rows(TokenBatch batch, int... rows) {
        TokenBatch picked =
                new TokenBatch(
                        rows(batch.logProbs(), rows),
                        rows(batch.oldLogProbs(), rows),
                        rows(batch.advantages(), rows),
                        rows(batch.mask(), rows),
                        rows(batch.offPolicy(), rows));
        for (var extra : batch.extras().entrySet()) {
            picked = picked.with(extra.getKey(), rows(extra.getValue(), rows));
        }
        return picked;
    }

    private static <T> T[] rows(T[] matrix, int... rows) {
        T[] picked = Arrays.copyOf(matrix, rows.length);
        Arrays.setAll(picked, b -> matrix[rows[b]]);
        return picked;
    }
}
