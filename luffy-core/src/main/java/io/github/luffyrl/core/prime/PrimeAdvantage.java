package io.github.luffyrl.core.prime;

import io.github.luffyrl.core.advantage.LeaveOneOutAdvantage;
import io.github.luffyrl.core.advantage.TokenAdvantages;
import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.Arrays;

/**
 * PRIME's advantage (arXiv 2502.01456): process scores and outcome rewards are each compared with
 * the rest of the group, summed from right to left with their own discount, added without weights,
 * and whitened over the batch.
 *
 * <p>Process scores follow the released code: a token's own score is scaled by {@code n / (n - 1)}
 * and the row means of the group, its own included, are subtracted.
 *
 * @param groupSize {@code n}, rows of a group, which are adjacent; at least 2
 * @param processGamma discount of process scores, 0 to 1
 * @param outcomeGamma discount of outcome rewards, 0 to 1
 */
public record PrimeAdvantage(int groupSize, double processGamma, double outcomeGamma) {

    /** Rejects values out of range. */
    public PrimeAdvantage {
        if (groupSize < 2) {
            throw new IllegalArgumentException(
                    "groupSize = " + groupSize + ": a row is compared with the others, need 2");
        }
        if (!(processGamma >= 0 && processGamma <= 1)
                || !(outcomeGamma >= 0 && outcomeGamma <= 1)) {
            throw new IllegalArgumentException(
                    "processGamma = "
                            + processGamma
                            + ", outcomeGamma = "
                            + outcomeGamma
                            + ": need 0 to 1");
        }
    }

    /**
     * Estimates the advantages of a padded batch. Padding has no effect.
     *
     * @param processScores {@code [B][L]}; all 0 where there is no process reward
     * @param outcomeRewards one per row, for its last token; all 0 where outcomes do not count
     * @param mask {@code [B][L]}
     * @return whitened advantages, and the sums they come from
     * @throws IllegalArgumentException if the shapes differ, the rows are not whole groups, or the
     *     mask has fewer than two tokens
     */
    public TokenAdvantages estimate(
            double[][] processScores, double[] outcomeRewards, ResponseMask mask) {
        double[][] process = mask.keep("processScores", processScores);
        int rows = mask.rows();
        Groups.requireWhole(rows, groupSize);
        if (outcomeRewards.length != rows) {
            throw new IllegalArgumentException(
                    outcomeRewards.length + " outcome rewards for " + rows + " rows");
        }
        double[] outcomes = leaveOneOut(outcomeRewards);
        double[][] returns = new double[rows][];
        for (int b = 0; b < rows; b++) {
            int group = b - b % groupSize;
            double baseline = 0;
            for (int row = group; row < group + groupSize; row++) {
                baseline += mean(process[row], mask.tokens(row)) / (groupSize - 1);
            }
            returns[b] = returns(process[b], baseline, outcomes[b], mask, b);
        }
        returns = mask.keep("returns", returns);
        return new TokenAdvantages(returns, returns).whitened(mask);
    }

    private double[] returns(
            double[] process, double baseline, double outcome, ResponseMask mask, int b) {
        double[] returns = new double[process.length];
        double ownShare = (double) groupSize / (groupSize - 1);
        double processSum = 0;
        double outcomeSum = 0;
        for (int t = process.length - 1; t >= 0; t--) {
            processSum *= processGamma;
            outcomeSum *= outcomeGamma;
            if (mask.at(b, t)) {
                processSum += ownShare * process[t] - baseline;
            }
            if (t == mask.last(b)) {
                outcomeSum += outcome;
            }
            returns[t] = processSum + outcomeSum;
        }
        return returns;
    }

    private double[] leaveOneOut(double[] rewards) {
        LeaveOneOutAdvantage estimator = new LeaveOneOutAdvantage();
        double[] advantages = new double[rewards.length];
        for (int start = 0; start < rewards.length; start += groupSize) {
            double[] group = Arrays.copyOfRange(rewards, start, start + groupSize);
            System.arraycopy(
                    estimator.advantages(group, new boolean[groupSize]),
                    0,
                    advantages,
                    start,
                    groupSize);
        }
        return advantages;
    }

    private static double mean(double[] scores, int tokens) {
        return tokens == 0 ? 0 : Arrays.stream(scores).sum() / tokens;
    }
}
