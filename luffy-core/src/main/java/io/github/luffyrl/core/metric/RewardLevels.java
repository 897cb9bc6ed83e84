package io.github.luffyrl.core.metric;

import java.util.Arrays;

/**
 * The values a rule-based reward takes; they are compared exactly (SPEC 3.7).
 *
 * @param failure reward of a wrong answer
 * @param success reward of a right answer
 * @param malformed reward of a response without an answer in the expected format
 */
public record RewardLevels(double failure, double success, double malformed) {

    /** 0, 1 and -1: all reward versions but the next one. */
    public static final RewardLevels STANDARD = new RewardLevels(0, 1, -1);

    /** -0.5, 1 and -1: reward version 1. */
    public static final RewardLevels PENALISED = new RewardLevels(-0.5, 1, -1);

    /** How a group turned out. */
    public enum Outcome {
        /** Every row failed. */
        NONE_SOLVED,
        /** Every row succeeded. */
        ALL_SOLVED,
        /** Every row was malformed. */
        ALL_MALFORMED,
        /** The rows differ, so comparing them says something. */
        MIXED
    }

    /**
     * Classifies a group.
     *
     * @param rewards reward of each row, at least one
     * @return its outcome
     */
    public Outcome outcome(double[] rewards) {
        if (all(rewards, failure)) {
            return Outcome.NONE_SOLVED;
        }
        if (all(rewards, success)) {
            return Outcome.ALL_SOLVED;
        }
        return all(rewards, malformed) ? Outcome.ALL_MALFORMED : Outcome.MIXED;
    }

    private static boolean all(double[] rewards, double level) {
        return Arrays.stream(rewards).allMatch(reward -> reward == level);
    }
}
