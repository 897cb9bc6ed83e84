package io.github.luffyrl.djl.evaluation;

import io.github.luffyrl.core.metric.SampledAccuracy;
import io.github.luffyrl.core.metric.SampledProblem;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.generation.ScoredResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A model's answers to a set of problems.
 *
 * @param name of the set
 * @param answers at least one
 */
public record EvaluatedSet(String name, List<ScoredResponse> answers) {

    /**
     * Counts the right answers.
     *
     * @return the accuracy
     */
    public Accuracy accuracy() {
        long solved = answers.stream().filter(answer -> answer.reward().solved()).count();
        return new Accuracy((int) solved, answers.size());
    }

    /**
     * Counts the right answers to each problem, which may have several.
     *
     * @return the accuracy
     */
    public SampledAccuracy sampled() {
        Map<Problem, List<ScoredResponse>> byProblem =
                answers.stream()
                        .collect(
                                Collectors.groupingBy(
                                        ScoredResponse::problem,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return new SampledAccuracy(
                byProblem.values().stream()
                        .map(some -> new EvaluatedSet(name, some).accuracy())
                        .map(of -> new SampledProblem(of.problems(), of.solved()))
                        .toList());
    }
}
