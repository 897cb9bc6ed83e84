package io.github.luffyrl.core.objective;

/**
 * The range that PPO keeps the on-policy ratio in. Off-policy tokens are never clipped by it (quirk
 * Q6 in docs/paper-to-code.md).
 *
 * @param low smallest ratio, such as 0.8
 * @param high largest ratio, such as 1.2
 * @param dual largest ratio at which a token of negative advantage is still pushed down, such as 3
 *     (dual-clip PPO, the delta of two-sided GRPO); infinite for no such bound
 * @param effect whether the loss is clipped
 */
public record ClipRange(double low, double high, double dual, Effect effect) {

    private static final ClipRange NONE =
            new ClipRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** What the range does. */
    public enum Effect {
        /** The loss is clipped. */
        CLIPS,
        /** The loss is not clipped; how often it would have been is measured. */
        MEASURES
    }

    /** Rejects a range that does not hold the ratio 1, and a dual bound inside the range. */
    public ClipRange {
        if (!(low <= 1 && 1 <= high)) {
            throw new IllegalArgumentException(
                    "the clip range [" + low + ", " + high + "] does not hold the ratio 1");
        }
        if (!(dual >= high)) {
            throw new IllegalArgumentException(
                    "the dual bound " + dual + " of the clip range is below its upper end " + high);
        }
    }

    /**
     * A range that clips.
     *
     * @param low smallest ratio
     * @param high largest ratio
     */
    public ClipRange(double low, double high) {
        this(low, high, Double.POSITIVE_INFINITY, Effect.CLIPS);
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
        return asymmetric(epsilon, epsilon);
    }

    /**
     * Returns {@code [1 - below, 1 + above]}: with {@code above > below} unlikely tokens may rise
     * further ("clip higher").
     *
     * @param below usually 0.2
     * @param above usually 0.28
     * @return the range
     */
    public static ClipRange asymmetric(double below, double above) {
        return new ClipRange(1 - below, 1 + above);
    }

    /**
     * Widens the upper side.
     *
     * @param ratio {@code clip_upper_bound}, an absolute ratio; no effect below {@link #high}
     * @return the wider range
     */
    public ClipRange upTo(double ratio) {
        double wider = Math.max(high, ratio);
        return new ClipRange(low, wider, Math.max(dual, wider), effect);
    }

    /**
     * Adds a bound for tokens of negative advantage.
     *
     * @param ratio at least {@link #high}, usually 3
     * @return the range with the bound
     */
    public ClipRange withDual(double ratio) {
        return new ClipRange(low, high, ratio, effect);
    }

    /**
     * Returns a range that clips nothing and only counts what it would have clipped.
     *
     * @return the range for measurement
     */
    public ClipRange measured() {
        return new ClipRange(low, high, dual, Effect.MEASURES);
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
