package io.github.luffyrl.core.metric;

/**
 * How often a problem was tried, and how often it was solved.
 *
 * @param samples at least 1
 * @param solved 0 to {@code samples}
 */
public record SampledProblem(int samples, int solved) {

    /** Rejects impossible counts. */
    public SampledProblem {
        if (samples < 1 || solved < 0 || solved > samples) {
            throw new IllegalArgumentException(
                    "solved " + solved + " of " + samples + ": need 0 <= solved <= samples >= 1");
        }
    }

    /**
     * Returns the share of samples that solved it.
     *
     * @return 0 to 1
     */
    public double rate() {
        return (double) solved / samples;
    }

    /**
     * Estimates the probability that at least one of {@code k} samples solves it, without bias:
     * {@code 1 - C(n - c, k) / C(n, k)} for {@code c} solved of {@code n} samples (Chen et al.,
     * arXiv 2107.03374, equation 1), as a product, which neither overflows nor cancels.
     *
     * @param k 1 to {@code samples}
     * @return 0 to 1
     */
    public double passAt(int k) {
        if (k < 1 || k > samples) {
            throw new IllegalArgumentException(
                    "pass@" + k + " of " + samples + " samples: need k from 1 to " + samples);
        }
        double allFail = 1;
        for (int i = samples - solved + 1; i <= samples; i++) {
            allFail *= Math.max(0, 1 - (double) k / i);
        }
        return 1 - allFail;
    }
}
