package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.prefix.GroupResult;
import io.github.luffyrl.djl.problem.EncodedProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
     * What a prefix schedule learns from: success by the share of the demonstration granted. Rows
     * that the policy wrote no token of are left out.
     */
    Stream<GroupResult> prefixResults() {
        Map<Double, List<ScoredResponse>> byRatio = new LinkedHashMap<>();
        for (ScoredResponse response : responses) {
            if (response.trajectory().sampledLength() > 0) {
                byRatio.computeIfAbsent(response.prefix().ratio(), r -> new ArrayList<>())
                        .add(response);
            }
        }
        return byRatio.entrySet().stream()
                .map(
                        rows ->
                                new GroupResult(
                                        problem.problem().id(),
                                        rows.getKey(),
                                        new ScoredGroup(problem, rows.getValue()).solveRate()));
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
