package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.prefix.GroupResult;
import io.github.luffyrl.djl.generation.ScoredResponse;
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
 * @param advantages how much better than its group each response is
 * @param replayed whether the first response is one of an earlier step
 */
public record ScoredGroup(
        EncodedProblem problem,
        List<ScoredResponse> responses,
        List<Double> advantages,
        boolean replayed) {

    /** Copies the lists and checks that their lengths agree. */
    public ScoredGroup {
        responses = List.copyOf(responses);
        advantages = List.copyOf(advantages);
        if (responses.size() != advantages.size()) {
            throw new IllegalArgumentException(
                    advantages.size() + " advantages for " + responses.size() + " responses");
        }
    }

    /** Creates a group without a replayed response. */
    public ScoredGroup(
            EncodedProblem problem, List<ScoredResponse> responses, List<Double> advantages) {
        this(problem, responses, advantages, false);
    }

    /**
     * Returns the share of responses that solve the problem.
     *
     * @return 0 to 1
     */
    public double solveRate() {
        return solveRate(responses);
    }

    private static double solveRate(List<ScoredResponse> responses) {
        long solved = responses.stream().filter(ScoredResponse::solved).count();
        return (double) solved / responses.size();
    }

    /**
     * Returns whether there is anything to learn from the group.
     *
     * @return whether any response has an advantage
     */
    public boolean hasSignal() {
        return advantages.stream().anyMatch(advantage -> advantage != 0);
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
                                        solveRate(rows.getValue())));
    }

    /** Returns the value of each response's reward. */
    public double[] rewards() {
        return responses.stream().mapToDouble(response -> response.reward().value()).toArray();
    }
}
