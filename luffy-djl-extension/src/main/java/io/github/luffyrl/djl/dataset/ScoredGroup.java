package io.github.luffyrl.djl.dataset;

import java.util.List;

/**
 * The responses to one problem, compared with each other.
 *
 * @param problem what they try to solve
 * @param responses at least one
 */
public record ScoredGroup(EncodedProblem problem, List<ScoredResponse> responses) {

    /** Copies the list. */
    public ScoredGroup {
        responses = List.copyOf(responses);
    }

    /**
     * Returns the share of responses that solve the problem.
     *
     * @return 0 to 1
     */
    public double solveRate() {
        long solved = responses.stream().filter(response -> response.reward().solved()).count();
        return (double) solved / responses.size();
    }

    /**
     * Returns whether there is anything to learn from the group.
     *
     * @return whether any response has an advantage
     */
    public boolean hasSignal() {
        return responses.stream().anyMatch(response -> response.advantage() != 0);
    }

    /**
     * Returns the rewards.
     *
     * @return value of each response's reward
     */
    public double[] rewards() {
        return responses.stream().mapToDouble(response -> response.reward().value()).toArray();
    }
}
