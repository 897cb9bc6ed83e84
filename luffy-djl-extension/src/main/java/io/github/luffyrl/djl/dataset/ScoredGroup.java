package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.djl.layout.BatchLayout;
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

    Stream<TrainingRow> rows(boolean withBehaviourProbs) {
        return responses.stream()
                .map(
                        response ->
                                new TrainingRow(
                                        response.trajectory(),
                                        response.advantage(),
                                        withBehaviourProbs ? labels(response) : Map.of()));
    }

    private Map<String, float[]> labels(ScoredResponse response) {
        return Map.of(BatchLayout.BEHAVIOUR_PROBS, problem.behaviourProbs(response.prefix()));
    }
}
