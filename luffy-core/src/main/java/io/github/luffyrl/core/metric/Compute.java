package io.github.luffyrl.core.metric;

/**
 * What sampling and training cost, by the estimate that PrefixRL compares methods with (arXiv
 * 2601.18795): {@code 2 N} floating-point operations per token that is sampled or run forward,
 * {@code 6 N} per token that is updated on, each response counted with its prompt. What caches save
 * and attention adds is not counted.
 *
 * @param forwardTokens tokens sampled or run forward, at least 0
 * @param updatedTokens tokens run forward and backward, at least 0
 */
public record Compute(long forwardTokens, long updatedTokens) {

    /** Nothing was done yet. */
    public static final Compute ZERO = new Compute(0, 0);

    private static final int FORWARD = 2;
    private static final int UPDATE = 6;

    /** Rejects negative counts. */
    public Compute {
        if (forwardTokens < 0 || updatedTokens < 0) {
            throw new IllegalArgumentException(
                    "tokens are counted from 0, got forward "
                            + forwardTokens
                            + " and updated "
                            + updatedTokens);
        }
    }

    /**
     * Adds up.
     *
     * @param other what else was done
     * @return both together
     */
    public Compute plus(Compute other) {
        return new Compute(
                forwardTokens + other.forwardTokens, updatedTokens + other.updatedTokens);
    }

    /**
     * Returns the estimate.
     *
     * @param parameters {@code N}: the model's parameters without its token embedding, which is
     *     looked up and not multiplied with
     * @return floating-point operations
     */
    public double flops(long parameters) {
        return (double) parameters * (FORWARD * forwardTokens + UPDATE * updatedTokens);
    }
}
