package io.github.luffyrl.djl.evaluation;

import io.github.luffyrl.core.metric.SampledAccuracy;
import io.github.luffyrl.core.metric.SampledProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What an {@link EvaluationProtocol} has measured.
 *
 * @param rows in the order of conditions, sets and graders
 */
public record ProtocolResult(List<Row> rows) {

    /** Copies the list. */
    public ProtocolResult {
        rows = List.copyOf(rows);
    }

    /**
     * A set of problems under one condition, by one grader.
     *
     * @param condition how the model was asked
     * @param set name of the set
     * @param grader name of the grader
     * @param accuracy how often each problem was solved
     * @param tokens mean length of the completions
     * @param unfinished share of the completions that ran into the length limit
     */
    public record Row(
            EvaluationCondition condition,
            String set,
            String grader,
            SampledAccuracy accuracy,
            double tokens,
            double unfinished) {}

    /** Counts, set by set; the completions of a problem are together. */
    static ProtocolResult of(List<KeptCompletion> completions, Iterable<String> graders) {
        record Place(EvaluationCondition condition, String set) {}
        Map<Place, List<KeptCompletion>> places = new LinkedHashMap<>();
        for (KeptCompletion kept : completions) {
            places.computeIfAbsent(
                            new Place(kept.condition(), kept.set()), place -> new ArrayList<>())
                    .add(kept);
        }
        List<Row> rows = new ArrayList<>();
        places.forEach(
                (place, all) ->
                        graders.forEach(
                                grader ->
                                        rows.add(
                                                new Row(
                                                        place.condition(),
                                                        place.set(),
                                                        grader,
                                                        accuracy(all, grader),
                                                        mean(all, KeptCompletion::tokens),
                                                        mean(all, c -> c.finished() ? 0 : 1)))));
        return new ProtocolResult(rows);
    }

    private static SampledAccuracy accuracy(List<KeptCompletion> completions, String grader) {
        Map<String, List<Boolean>> byProblem = new LinkedHashMap<>();
        for (KeptCompletion kept : completions) {
            byProblem
                    .computeIfAbsent(kept.problem(), id -> new ArrayList<>())
                    .add(Boolean.TRUE.equals(kept.grades().get(grader)));
        }
        return new SampledAccuracy(
                byProblem.values().stream()
                        .map(
                                grades ->
                                        new SampledProblem(
                                                grades.size(),
                                                (int) grades.stream().filter(g -> g).count()))
                        .toList());
    }

    private static double mean(
            List<KeptCompletion> completions, ToDoubleFunction<KeptCompletion> number) {
        return completions.stream().mapToDouble(number).average().orElseThrow();
    }
}
