package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.evaluation.EvaluatedSet;
import io.github.luffyrl.djl.evaluation.PolicyEvaluator;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.examples.report.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Measures how what was learned from prefixed problems carries over to shorter ones and to none
 * (PrefixRL's back-generalization).
 *
 * @param evaluator asks the model
 * @param sets problems with demonstrations, by name of the set
 */
public record PrefixEvaluation(PolicyEvaluator evaluator, Map<String, List<Problem>> sets) {

    /** An answer that leaves the demonstration before this share of it goes its own way. */
    static final double SAME_START = 0.4;

    /**
     * Prepares the evaluation of a task.
     *
     * @param recipe limits, temperature, and where demonstrations are cut
     * @param task sets in which no problem has a demonstration are left out
     * @param loaded the model
     * @return the evaluation
     * @throws IllegalArgumentException if no problem has a demonstration
     */
    public static PrefixEvaluation prepare(Recipe recipe, Task task, LoadedModel loaded) {
        Map<String, List<Problem>> sets = new LinkedHashMap<>();
        task.evaluation()
                .forEach(
                        (name, problems) -> {
                            List<Problem> guided =
                                    problems.stream()
                                            .filter(p -> !p.demonstrations().isEmpty())
                                            .toList();
                            if (!guided.isEmpty()) {
                                sets.put(name, guided);
                            }
                        });
        if (sets.isEmpty()) {
            throw new IllegalArgumentException(
                    "no problem of " + task.name() + " has a demonstration to take prefixes of");
        }
        TrainingParts parts = task.parts(recipe);
        return new PrefixEvaluation(
                parts.evaluation(loaded.model(), parts.encoder(loaded), sets).evaluator(), sets);
    }

    /**
     * Evaluates the model.
     *
     * @param fractions shares of the demonstrations, each in [0, 1]
     * @param console for the accuracies
     * @return a curve for each set
     */
    public List<PrefixCurve> run(List<Double> fractions, Console console) {
        List<PrefixCurve> curves = new ArrayList<>();
        sets.forEach((name, problems) -> curves.add(curve(name, problems, fractions, console)));
        return curves;
    }

    private PrefixCurve curve(
            String name, List<Problem> problems, List<Double> fractions, Console console) {
        TreeMap<Double, Accuracy> behindPrefix = new TreeMap<>();
        for (double fraction : fractions) {
            console.pass("  " + name + " ..");
            List<ScoredResponse> answers = evaluator.evaluateGivenPrefix(problems, fraction);
            Accuracy accuracy = new EvaluatedSet(name, answers).accuracy();
            console.say(
                    "  %-18s given %3.0f %%  %5.1f %%",
                    name, 100 * fraction, 100 * accuracy.rate());
            behindPrefix.put(fraction, accuracy);
        }
        List<Problem> behindAnother =
                IntStream.range(0, problems.size())
                        .mapToObj(
                                i ->
                                        behind(
                                                problems.get((i + 1) % problems.size()),
                                                problems.get(i)))
                        .toList();
        return new PrefixCurve(
                name,
                behindPrefix,
                new EvaluatedSet(name, evaluator.evaluate(behindAnother)).accuracy(),
                ownWay(evaluator.evaluate(problems)));
    }

    /** A problem that is asked after another one and its demonstration. */
    private static Problem behind(Problem other, Problem asked) {
        List<ChatMessage> conversation = new ArrayList<>(other.prompt());
        conversation.add(new ChatMessage("assistant", other.demonstrations().get(0).text()));
        conversation.addAll(asked.prompt());
        return new Problem(
                asked.id(),
                asked.source(),
                conversation,
                asked.answer(),
                List.of(),
                asked.attributes());
    }

    private static Optional<Accuracy> ownWay(List<ScoredResponse> answers) {
        List<ScoredResponse> right = answers.stream().filter(a -> a.reward().solved()).toList();
        long own = right.stream().filter(PrefixEvaluation::startsOtherwise).count();
        return right.isEmpty()
                ? Optional.empty()
                : Optional.of(new Accuracy((int) own, right.size()));
    }

    private static boolean startsOtherwise(ScoredResponse answer) {
        Demonstration demonstration = answer.problem().demonstrations().get(0);
        String text = demonstration.text();
        return !answer.completion()
                .text()
                .startsWith(text.substring(0, (int) (SAME_START * text.length())));
    }
}
