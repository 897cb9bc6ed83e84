package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.objective.TokenBatch.Extra;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyUpdateTest {

    private static final double ROUNDING = 1e-12;

    static Stream<PolicyUpdate> updates() {
        MixedPolicyObjective mixed = MixedPolicyObjective.builder().build();
        return Stream.of(mixed, new MultitaskObjective(mixed, 0.3), new SftObjective())
                .map(
                        policy ->
                                new PolicyUpdate(
                                        policy,
                                        EntropyCoefficient.constant(0.05),
                                        new KlTerm(KlEstimator.k3(), 0.2),
                                        0));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void theResultDoesNotDependOnTheCut(PolicyUpdate update) {
        TokenBatch batch = batch();

        PolicyUpdate.Evaluation whole =
                update.evaluate(List.of(batch), Accumulation.wholeMiniBatch()).get(0);
        List<PolicyUpdate.Evaluation> parts =
                update.evaluate(
                        List.of(batch.rows(0, 1), batch.rows(1, 3), batch.rows(3, 4)),
                        Accumulation.wholeMiniBatch());

        assertEquals(
                whole.loss(),
                parts.stream().mapToDouble(PolicyUpdate.Evaluation::loss).sum(),
                ROUNDING);
        assertArrayEquals(whole.gradient()[0], parts.get(0).gradient()[0], ROUNDING);
        assertArrayEquals(whole.gradient()[2], parts.get(1).gradient()[1], ROUNDING);
        assertArrayEquals(whole.gradient()[3], parts.get(2).gradient()[0], ROUNDING);
        assertArrayEquals(whole.entropyGradient()[2], parts.get(1).entropyGradient()[1], ROUNDING);
    }

    @ParameterizedTest
    @MethodSource("updates")
    void theGradientIsThatOfTheLoss(PolicyUpdate update) {
        TokenBatch batch = batch();
        PolicyUpdate moving = new PolicyUpdate(update.policy(), update.entropy(), update.kl(), 0.1);
        PolicyUpdate.Evaluation at = evaluate(moving, batch);
        double h = 1e-6;
        for (int b = 0; b < 4; b++) {
            for (int t = 0; t < 5; t++) {
                double[][] l = batch.logProbs();
                double[][] entropies = batch.require(Extra.ENTROPIES);
                assertEquals(
                        slope(moving, batch, l[b], t, h), at.gradient()[b][t], 1e-7, b + "," + t);
                assertEquals(
                        slope(moving, batch, entropies[b], t, h),
                        at.entropyGradient()[b][t],
                        1e-7,
                        b + "," + t);
            }
        }
    }

    @Test
    void anEmptyBatchHasNoLoss() {
        TokenBatch empty = batch().withMask(new boolean[4][5]);

        PolicyUpdate.Evaluation got = evaluate(updates().findFirst().orElseThrow(), empty);

        assertEquals(0, got.loss());
        assertArrayEquals(new double[4][5], got.gradient());
    }

    @Test
    void rowsWithADemonstrationAreLearnedByHeartAndTheOthersReinforced() {
        // Row 0 has a prefix token, so both its tokens are SFT: -(l1 + l2) / 2 * 0.3.
        // Row 1: ratio 1, A = 2, one token: -2.
        TokenBatch batch =
                new TokenBatch(
                        new double[][] {{-1, -3}, {-2, 0}},
                        new double[][] {{0, 0}, {-2, 0}},
                        new double[][] {{9, 9}, {2, 2}},
                        new boolean[][] {{true, true}, {true, false}},
                        new boolean[][] {{true, false}, {false, false}});

        PolicyObjective.Evaluation got =
                new MultitaskObjective(MixedPolicyObjective.builder().build(), 0.3).evaluate(batch);

        assertEquals(0.3 * 2 - 2, got.loss(), ROUNDING);
        assertArrayEquals(new double[] {-0.15, -0.15}, got.gradient()[0], ROUNDING);
        assertArrayEquals(new double[] {-2, 0}, got.gradient()[1], ROUNDING);
    }

    @Test
    void theAdaptiveCoefficientFallsWhileTheEntropyIsAboveTheTarget() {
        // c = 0.01; derivative (1.5 - 1) * 0.01 = 0.005. AdamW's first step is the learning rate
        // against the sign (epsilon 1e-8 aside), after decay: ln(0.01) * (1 - 0.1 * 0.01) - 0.1.
        AdaptiveEntropyCoefficient coefficient =
                new AdaptiveEntropyCoefficient(0.01, 1, Double.POSITIVE_INFINITY, 0.1);
        assertEquals(0.005, coefficient.derivative(1.5), 1e-15);

        coefficient.step(coefficient.derivative(1.5));

        assertEquals(Math.log(0.01) * 0.999 - 0.1, coefficient.state().logAlpha(), 1e-6);
    }

    @Test
    void theAdaptiveCoefficientGoesOnFromItsState() {
        AdaptiveEntropyCoefficient first = new AdaptiveEntropyCoefficient(0.01, 1, 1, 0.1);
        first.step(0.3);
        AdaptiveEntropyCoefficient second = new AdaptiveEntropyCoefficient(0.5, 1, 1, 0.1);
        second.restore(first.state());

        first.step(-0.1);
        second.step(-0.1);

        assertEquals(first.state(), second.state());
    }

    private static PolicyUpdate.Evaluation evaluate(PolicyUpdate update, TokenBatch batch) {
        return update.evaluate(List.of(batch), Accumulation.wholeMiniBatch()).get(0);
    }

    /** Moves one number of the batch to and fro. */
    private static double slope(
            PolicyUpdate update, TokenBatch batch, double[] row, int t, double h) {
        double value = row[t];
        row[t] = value + h;
        double above = evaluate(update, batch).loss();
        row[t] = value - h;
        double below = evaluate(update, batch).loss();
        row[t] = value;
        return (above - below) / (2 * h);
    }

    private static TokenBatch batch() {
        Random random = new Random(3);
        double[][][] numbers = new double[5][4][5];
        boolean[][] mask = new boolean[4][5];
        boolean[][] offPolicy = new boolean[4][5];
        for (int b = 0; b < 4; b++) {
            for (int t = 0; t < 5; t++) {
                for (double[][] matrix : numbers) {
                    matrix[b][t] = -2 * random.nextDouble();
                }
                mask[b][t] = t <= b + 1;
                offPolicy[b][t] = b == 0 && t < 2;
            }
        }
        return new TokenBatch(numbers[0], numbers[1], numbers[2], mask, offPolicy)
                .with(Extra.REFERENCE_LOG_PROBS, numbers[3])
                .with(Extra.ENTROPIES, numbers[4]);
    }
}
