package io.github.luffyrl.core.rejection;

/**
 * How much is sampled for a trace.
 *
 * @param maxSamples a problem is given up as hard after so many samples without success, at least
 *     1; PrefixRL has 2,500 for traces and calls a problem hard after 512
 * @param samplesPerRound samples of each open problem before successes are looked for, at least 1;
 *     those after the first success of a round are wasted
 * @param problemsPerRound problems that are open at the same time, at least 1
 */
public record SamplingBudget(int maxSamples, int samplesPerRound, int problemsPerRound) {

    /** Checks the ranges. */
    public SamplingBudget {
        require("maxSamples", maxSamples);
        require("samplesPerRound", samplesPerRound);
        require("problemsPerRound", problemsPerRound);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ", need at least 1");
        }
    }
}
