package io.github.luffyrl.core.objective;

/**
 * The range that PPO keeps the on-policy ratio in (SPEC 2.1). Off-policy tokens are never clipped
 * (SPEC Q6).
 *
 * @param low smallest ratio, such as 0.8
 * @param high largest ratio, such as 1.2
 */
public record ClipRange(double low, double high) {

    private static final ClipRange NONE =
            new ClipRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Rejects a range that does not hold the ratio 1. */
    public ClipRange {
        if (!(low <= 1 && 1 <= high)) {
            throw new IllegalArgumentException(
                    "the clip range [" + low + ", " + high + "] does not hold the ratio 1");
        }
    }

    /**
     * Returns the range of LUFFY, which removes clipping.
     *
     * @return the range of all ratios
     */
    public static ClipRange none() {
        return NONE;
    }

    /**
     * Returns PPO's range {@code [1 - epsilon, 1 + epsilon]}.
     *
     * @param epsilon the half width, usually 0.2
     * @return the range
     */
    public static ClipRange symmetric(double epsilon) {
        return new ClipRange(1 - epsilon, 1 + epsilon);
    }

    /**
     * Returns the ratio moved into the range.
     *
     * @param ratio any ratio
     * @return the nearest ratio in the range
     */
    public double clamp(double ratio) {
        return Math.min(Math.max(ratio, low), high);
    }
}
