package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.evaluator.PolicyEvaluator;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.report.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a model's accuracy, set by set. The same weights always give the same answers.
 *
 * @param evaluator asks the model
 * @param sets problems by name of the set
 */
public record Examination(PolicyEvaluator evaluator, Map<String, List<Problem>> sets) {

    static final long SEED = 1; // fixed: runs with different seeds remain comparable

    /**
     * Prepares the examination of a task, and checks that its prompts fit.
     *
     * @param recipe limits and temperature
     * @param task the problems and their reward
     * @param loaded the model; examined with the weights it has then
     * @return the examination
     * @throws IllegalArgumentException if a prompt is too long
     */
    public static Examination prepare(Recipe recipe, Task task, LoadedModel loaded) {
        ProblemEncoder encoder = loaded.encoder(recipe.sampling());
        task.examination().values().forEach(set -> set.forEach(encoder::encodePrompt));
        return new Examination(
                new PolicyEvaluator(
                        new ModelPolicy(loaded.model()),
                        encoder,
                        task.reward(),
                        recipe.evaluation().temperature(),
                        SEED),
                task.examination());
    }

    /**
     * Returns a smaller examination, of the first problems of each set.
     *
     * @param problems of each set, at most
     * @param temperature 0 for the most likely answer
     * @return the examination
     */
    Examination ofFirst(int problems, double temperature) {
        Map<String, List<Problem>> first = new LinkedHashMap<>();
        sets.forEach((name, all) -> first.put(name, all.stream().limit(problems).toList()));
        return new Examination(
                new PolicyEvaluator(
                        evaluator.sampling().policy(),
                        evaluator.sampling().encoder(),
                        evaluator.sampling().reward(),
                        temperature,
                        SEED),
                first);
    }

    /** Examines the model without a word: the share that it solves, by name of the set. */
    Map<String, Double> rates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        sets.forEach(
                (name, problems) ->
                        rates.put(
                                name,
                                new ExaminedSet(name, evaluator.evaluate(problems))
                                        .accuracy()
                                        .rate()));
        return rates;
    }

    /**
     * Examines the model.
     *
     * @param console told the accuracies
     * @return the answers, in the order of the sets
     */
    public List<ExaminedSet> run(Console console) {
        return run(console, 1);
    }

    /**
     * Examines the model several times.
     *
     * @param console told the accuracies
     * @param samples of each problem, at least 1; more need a temperature above 0
     * @return the answers, in the order of the sets
     */
    public List<ExaminedSet> run(Console console, int samples) {
        List<ExaminedSet> examined = new ArrayList<>();
        sets.forEach(
                (name, problems) -> {
                    console.pass("  " + name + " ..");
                    ExaminedSet set = new ExaminedSet(name, evaluator.evaluate(problems, samples));
                    console.say("  %-18s %5.1f %%", name, 100 * set.accuracy().rate());
                    examined.add(set);
                });
        return examined;
    }
}
