package io.github.luffyrl.core.prime;

/**
 * How well scores separate right from wrong responses: over the pairs of a group of which one is
 * right, the fraction that the scores order so; mean over groups.
 */
public final class PairwiseAccuracy {

    private PairwiseAccuracy() {}

    /**
     * Measures the accuracy.
     *
     * @param scores of each row: the sum of its tokens' scores
     * @param correct whether each row's answer is right
     * @param groupSize rows of a group, which are adjacent
     * @return 0 to 1; a group without such a pair counts 0.5
     * @throws IllegalArgumentException if the rows are not whole groups
     */
    public static double of(double[] scores, boolean[] correct, int groupSize) {
        Groups.requireWhole(scores.length, groupSize);
        if (correct.length != scores.length) {
            throw new IllegalArgumentException(
                    correct.length + " outcomes for " + scores.length + " scores");
        }
        double sum = 0;
        for (int start = 0; start < scores.length; start += groupSize) {
            sum += ofGroup(scores, correct, start, start + groupSize);
        }
        int groups = scores.length / groupSize;
        return sum / groups;
    }

    private static double ofGroup(double[] scores, boolean[] correct, int from, int to) {
        int pairs = 0;
        int ordered = 0;
        for (int a = from; a < to; a++) {
            for (int b = a + 1; b < to; b++) {
                if (correct[a] != correct[b]) {
                    pairs++;
                    ordered += (scores[a] > scores[b]) == correct[a] ? 1 : 0;
                }
            }
        }
        return pairs == 0 ? 0.5 : (double) ordered / pairs;
    }
}
