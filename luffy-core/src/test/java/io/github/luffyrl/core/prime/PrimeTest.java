package io.github.luffyrl.core.prime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.advantage.TokenAdvantages;
import io.github.luffyrl.core.rollout.ResponseMask;
import org.junit.jupiter.api.Test;

class PrimeTest {

    private static final double NAN = Double.NaN;
    private static final ResponseMask MASK =
            new ResponseMask(new boolean[][] {{true, true}, {true, false}});

    @Test
    void aTokensRewardIsItsLogRatio() {
        double[][] logProbs = {{-1, -2}, {-3, NAN}};
        double[][] reference = {{-1.5, -4}, {-1, NAN}};

        assertArrayEquals(
                new double[][] {{0.5, 2}, {-2, 0}},
                ImplicitReward.PER_TOKEN.scores(logProbs, reference, MASK));
        assertArrayEquals(
                new double[][] {{0, 2.5}, {-2, 0}},
                ImplicitReward.WHOLE_RESPONSE.scores(logProbs, reference, MASK));
    }

    @Test
    void aRowWithoutTokensHasNoReward() {
        assertArrayEquals(
                new double[][] {{0}},
                ImplicitReward.WHOLE_RESPONSE.scores(
                        new double[][] {{NAN}},
                        new double[][] {{NAN}},
                        new ResponseMask(new boolean[][] {{false}})));
    }

    @Test
    void scoresAreDividedByTheLargestReturn() {
        // returns from the right: 3, 1 and -4: the largest magnitude is 4
        double[][] normalized = ImplicitReward.normalize(new double[][] {{-2, 3}, {-4, 0}});

        assertEquals(3 / (4 + 1e-6), normalized[0][1], 1e-15);
        assertEquals(-4 / (4 + 1e-6), normalized[1][0], 1e-15);
    }

    @Test
    void theLossGradientIsItsSlope() {
        ProcessRewardLoss loss = new ProcessRewardLoss(0.5);
        double[][] logProbs = {{-1, -2}, {-3, NAN}};
        double[][] reference = {{-1.5, -4}, {-1, NAN}};
        boolean[] correct = {true, false};
        double h = 1e-6;

        double[][] gradient = loss.evaluate(logProbs, reference, correct, MASK).gradient();

        for (int b = 0; b < 2; b++) {
            for (int t = 0; t < 2; t++) {
                if (MASK.at(b, t)) {
                    double at = logProbs[b][t];
                    logProbs[b][t] = at + h;
                    double above = loss.evaluate(logProbs, reference, correct, MASK).loss();
                    logProbs[b][t] = at - h;
                    double below = loss.evaluate(logProbs, reference, correct, MASK).loss();
                    logProbs[b][t] = at;
                    assertEquals((above - below) / (2 * h), gradient[b][t], 1e-8);
                }
            }
        }
        assertEquals(0, gradient[1][1]);
    }

    @Test
    void aConfidentMistakeCostsItsLogit() {
        ProcessRewardLoss.Evaluation got =
                new ProcessRewardLoss(1)
                        .evaluate(
                                new double[][] {{0}},
                                new double[][] {{-5000}},
                                new boolean[] {false},
                                new ResponseMask(new boolean[][] {{true}}));

        assertEquals(5000, got.loss());
        assertEquals(1, got.gradient()[0][0]);
    }

    @Test
    void outcomesMustMatchTheRows() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new ProcessRewardLoss(1)
                                .evaluate(
                                        new double[2][2], new double[2][2], new boolean[1], MASK));
        assertThrows(IllegalArgumentException.class, () -> new ProcessRewardLoss(0));
    }

    @Test
    void pairsAreRightWhenTheBetterRowScoresMore() {
        // First group: right 3, wrong 1 and 5: one of two pairs. Second: no pair, one half.
        assertEquals(
                (0.5 + 0.5) / 2,
                PairwiseAccuracy.of(
                        new double[] {3, 1, 5, 0, 1, 2},
                        new boolean[] {true, false, false, true, true, true},
                        3));
        assertEquals(1, PairwiseAccuracy.of(new double[] {2, 1}, new boolean[] {true, false}, 2));
    }

    @Test
    void rowsAreWholeGroups() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PairwiseAccuracy.of(new double[3], new boolean[3], 2));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PrimeAdvantage(3, 1, 1).estimate(new double[2][2], new double[2], MASK));
        assertThrows(IllegalArgumentException.class, () -> new PrimeAdvantage(1, 1, 1));
    }

    @Test
    void processScoresAndOutcomesAreEachComparedWithTheGroup() {
        // n = 2. Row means of the scores: (1 + 3) / 2 = 2 and 4; their sum 6.
        // Scores: 2 * 1 - 6 = -4, 2 * 3 - 6 = 0; 2 * 4 - 6 = 2. Outcomes: 1 and -1, at the end.
        // Sums with discount 0.5 and 1: row 0: 0 + 1 = 1, -4 + 0 + 1 = -3; row 1: 2 - 1 = 1.
        TokenAdvantages got =
                new PrimeAdvantage(2, 0.5, 1)
                        .estimate(new double[][] {{1, 3}, {4, NAN}}, new double[] {1, 0}, MASK);

        assertArrayEquals(new double[][] {{-3, 1}, {1, 0}}, got.returns());
        // mean -1/3, variance (64/9 + 16/9 + 16/9) / 2 = 16/3
        double deviation = Math.sqrt(16.0 / 3 + 1e-8);
        assertArrayEquals(
                new double[] {-8.0 / 3 / deviation, 4.0 / 3 / deviation},
                got.advantages()[0],
                1e-15);
        assertEquals(0, got.advantages()[1][1]);
    }

    @Test
    void equalOutcomesHaveExactlyNoAdvantage() {
        TokenAdvantages got =
                new PrimeAdvantage(2, 1, 1)
                        .estimate(new double[2][2], new double[] {0.1, 0.1}, MASK);

        assertArrayEquals(new double[2][2], got.advantages());
    }

    @Test
    void microBatchesAddUpToTheMiniBatch() {
        ProcessRewardLoss loss = new ProcessRewardLoss(0.5);
        double[][] logProbs = {{-1, -2}, {-3, NAN}};
        double[][] reference = {{-1.5, -4}, {-1, NAN}};
        boolean[] correct = {true, false};
        ProcessRewardLoss.Evaluation whole = loss.evaluate(logProbs, reference, correct, MASK);
        double sum = 0;
        for (int b = 0; b < 2; b++) {
            ProcessRewardLoss.Evaluation part =
                    loss.evaluate(
                            new double[][] {logProbs[b]},
                            new double[][] {reference[b]},
                            new boolean[] {correct[b]},
                            new ResponseMask(new boolean[][] {{true, b == 0}}),
                            2);
            sum += part.loss();
            assertArrayEquals(whole.gradient()[b], part.gradient()[0]);
        }
        assertEquals(whole.loss(), sum, 1e-15);
    }
}
