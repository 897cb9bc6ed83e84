package io.github.luffyrl.djl.evaluation;

import io.github.luffyrl.core.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a model's accuracy, set by set. The same weights always give the same answers.
 *
 * @param evaluator asks the model
 * @param sets problems by name of the set, in the order of the results
 */
public record Evaluation(PolicyEvaluator evaluator, Map<String, List<Problem>> sets) {

    /** The seed of evaluations: the same for all runs, so that they remain comparable. */
    public static final long SEED = 1;

    /**
     * Checks that the prompts fit.
     *
     * @throws IllegalArgumentException if a prompt is too long
     */
    public Evaluation {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        sets.values().forEach(set -> set.forEach(evaluator.sampling().encoder()::encodePrompt));
    }

    /**
     * Returns a smaller evaluation, of the first problems of each set.
     *
     * @param problems of each set, at most
     * @param temperature 0 for the most likely answer
     * @return the evaluation
     */
    public Evaluation ofFirst(int problems, double temperature) {
        Map<String, List<Problem>> first = new LinkedHashMap<>();
        sets.forEach((name, all) -> first.put(name, all.stream().limit(problems).toList()));
        return new Evaluation(
                new PolicyEvaluator(
                        evaluator.sampling().policy(),
                        evaluator.sampling().encoder(),
                        evaluator.sampling().reward(),
                        temperature,
                        evaluator.seed()),
                first);
    }

    /**
     * Evaluates the model.
     *
     * @return the share of each set that it solves, by name
     */
    public Map<String, Double> rates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        run(1, new EvaluationListener() {})
                .forEach(set -> rates.put(set.name(), set.accuracy().rate()));
        return rates;
    }

    /**
     * Evaluates the model.
     *
     * @param samples answers to each problem, at least 1; more need a temperature above 0
     * @param listener follows the evaluation
     * @return the answers, in the order of the sets
     */
    public List<EvaluatedSet> run(int samples, EvaluationListener listener) {
        List<EvaluatedSet> evaluated = new ArrayList<>();
        sets.forEach(
                (name, problems) -> {
                    listener.onSetBegin(name);
                    EvaluatedSet set =
                            new EvaluatedSet(name, evaluator.evaluate(problems, samples));
                    listener.onSetEnd(set);
                    evaluated.add(set);
                });
        return evaluated;
    }
}
