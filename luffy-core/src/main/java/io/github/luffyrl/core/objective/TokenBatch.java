package io.github.luffyrl.core.objective;

/**
 * The tokens of a batch of responses, each array {@code [B][L]} (rows, response tokens). What lies
 * outside the mask is never read, so it may hold anything.
 *
 * @param logProbs {@code l}: log-probability under the policy being trained
 * @param oldLogProbs {@code o}: log-probability under the policy that sampled the on-policy tokens
 * @param advantages {@code A}
 * @param mask whether the token belongs to the response
 * @param offPolicy whether the token was copied from a demonstration
 */
public record TokenBatch(
        double[][] logProbs,
        double[][] oldLogProbs,
        double[][] advantages,
        boolean[][] mask,
        boolean[][] offPolicy) {

    /** Checks that all arrays have the same shape. */
    public TokenBatch {
        for (int b = 0; b < logProbs.length; b++) {
            int length = logProbs[b].length;
            if (oldLogProbs[b].length != length
                    || advantages[b].length != length
                    || mask[b].length != length
                    || offPolicy[b].length != length) {
                throw new IllegalArgumentException("row " + b + " has arrays of unequal length");
            }
        }
    }
}
