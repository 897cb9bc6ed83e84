package io.github.luffyrl.core.objective;

/**
 * Bounds of the weight of off-policy tokens. Outside them a token has no gradient.
 *
 * @param min smallest weight; negative infinity for none
 * @param max largest weight, applied first; infinity for none
 */
public record OffPolicyClip(double min, double max) {

    private static final OffPolicyClip NONE =
            new OffPolicyClip(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Rejects NaN. */
    public OffPolicyClip {
        if (Double.isNaN(min) || Double.isNaN(max)) {
            throw new IllegalArgumentException(
                    "off-policy clip [" + min + ", " + max + "]: a bound is not a number");
        }
    }

    /**
     * Returns no bounds.
     *
     * @return the range of all weights
     */
    public static OffPolicyClip none() {
        return NONE;
    }

    /**
     * Returns an upper bound.
     *
     * @param max largest weight
     * @return the bound
     */
    public static OffPolicyClip atMost(double max) {
        return new OffPolicyClip(Double.NEGATIVE_INFINITY, max);
    }

    /**
     * Returns whether there is an upper bound.
     *
     * @return false if {@code max} is infinite
     */
    public boolean hasMax() {
        return max != Double.POSITIVE_INFINITY;
    }

    /**
     * Returns whether there is a lower bound.
     *
     * @return false if {@code min} is infinite
     */
    public boolean hasMin() {
        return min != Double.NEGATIVE_INFINITY;
    }
}
