package io.github.luffyrl.rewards.reference;

/** The reward versions of LUFFY's authors, whose numbers these are. */
public enum RewardVersion {
    /** Thought, then a box that equals the answer: 1, else 0. */
    V0(true, Comparison.BOX, 1, 0, 0),
    /** As {@link #V0}, with -0.5 for a wrong answer and -1 for a missing thought, box or truth. */
    V1(true, Comparison.BOX, 1, -0.5, -1),
    /** As {@link #V0} without the thought. */
    V2(false, Comparison.BOX, 1, 0, 0),
    /** Thought, then an answer anywhere that equals the truth: 1, else 0. All their runs use it. */
    V3(true, Comparison.ANYWHERE, 1, 0, 0),
    /** As {@link #V3} without the thought. */
    V4(false, Comparison.ANYWHERE, 1, 0, 0);

    enum Comparison {
        BOX,
        ANYWHERE
    }

    private final boolean thoughtRequired;
    private final Comparison comparison;
    private final double right;
    private final double wrong;
    private final double malformed;

    RewardVersion(
            boolean thoughtRequired,
            Comparison comparison,
            double right,
            double wrong,
            double malformed) {
        this.thoughtRequired = thoughtRequired;
        this.comparison = comparison;
        this.right = right;
        this.wrong = wrong;
        this.malformed = malformed;
    }

    boolean thoughtRequired() {
        return thoughtRequired;
    }

    Comparison comparison() {
        return comparison;
    }

    double value(boolean solved) {
        return solved ? right : wrong;
    }

    double malformed() {
        return malformed;
    }
}
