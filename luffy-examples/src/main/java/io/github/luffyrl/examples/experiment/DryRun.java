package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.djl.dataset.PlannedGroup;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Objective;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.report.Console;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Shows what a run would train on, token by token in the model's own words, without sampling: which
 * part is prompt, which is copied from a demonstration, which is left to the policy.
 */
public final class DryRun {

    private final Recipe recipe;
    private final Task task;
    private final ProblemEncoder encoder;
    private final Console console;

    /**
     * Creates a dry run.
     *
     * @param recipe every setting
     * @param task the problems
     * @param encoder of the model
     * @param console where to show it
     */
    public DryRun(Recipe recipe, Task task, ProblemEncoder encoder, Console console) {
        this.recipe = recipe;
        this.task = task;
        this.encoder = encoder;
        this.console = console;
    }

    /**
     * Shows the first examples of the run.
     *
     * @param examples how many
     */
    public void show(int examples) {
        if (recipe.objective().kind() == Objective.Kind.SFT) {
            demonstrations().limit(examples).forEach(this::showDemonstrations);
            return;
        }
        ResponseScorer unused =
                (trajectories, temperature) -> {
                    throw new IllegalStateException("a dry run scores nothing");
                };
        task.parts(recipe)
                .rollouts(
                        (Policy)
                                (requests, sampling) -> {
                                    throw new IllegalStateException("a dry run samples nothing");
                                },
                        encoder,
                        task.training())
                .optUpdates(1, 1, unused)
                .optReference(unused)
                .build()
                .preview(examples)
                .forEach(this::showGroup);
    }

    private Stream<EncodedProblem> demonstrations() {
        return task.training().stream()
                .filter(problem -> !problem.demonstrations().isEmpty())
                .map(encoder::encode);
    }

    private void showDemonstrations(EncodedProblem problem) {
        showPrompt(problem);
        for (int d = 0; d < problem.demonstrations().size(); d++) {
            Demonstration demonstration = problem.problem().demonstrations().get(d);
            Tokens tokens = problem.demonstrations().get(d).tokens();
            showTokens(
                    String.format(Locale.ROOT, "demonstration%s, learned", by(demonstration)),
                    tokens);
        }
    }

    private void showGroup(PlannedGroup group) {
        showPrompt(group.problem());
        List<Prefix> prefixes = group.prefixes();
        for (int from = 0; from < prefixes.size(); ) {
            Prefix prefix = prefixes.get(from);
            int to = from + 1;
            while (to < prefixes.size() && prefixes.get(to).equals(prefix)) {
                to++;
            }
            showRows(group.problem(), prefix, from + 1, to);
            from = to;
        }
    }

    private void showPrompt(EncodedProblem problem) {
        Problem source = problem.problem();
        console.say(
                "%n=== %s%s, answer %s",
                source.id(),
                source.source().isEmpty() ? "" : " of " + source.source(),
                source.answer());
        showTokens("prompt", problem.prompt());
    }

    private void showRows(EncodedProblem problem, Prefix prefix, int first, int last) {
        String rows = first == last ? "row " + first : "rows " + first + " to " + last;
        Tokens tokens = prefix.tokens();
        boolean complete =
                !tokens.isEmpty() && tokens.get(tokens.length() - 1) == encoder.endToken();
        if (!tokens.isEmpty()) {
            int d = prefix.demonstration();
            showTokens(
                    String.format(
                            Locale.ROOT,
                            "%s: demonstration %d%s of %d tokens, %s",
                            rows,
                            d + 1,
                            by(problem.problem().demonstrations().get(d)),
                            problem.demonstrations().get(d).length(),
                            prefix.use() == PrefixUse.TRAINED
                                    ? "off-policy"
                                    : "context, not trained"),
                    tokens);
        }
        if (!complete) {
            console.say(
                    "[%s: to be sampled, %s %d tokens, on-policy]",
                    rows,
                    tokens.isEmpty() ? "at most" : "at most the rest of",
                    encoder.maxResponseTokens());
        }
    }

    private static String by(Demonstration demonstration) {
        return demonstration.source().isEmpty() ? "" : " of " + demonstration.source();
    }

    private void showTokens(String what, Tokens tokens) {
        console.say("[%s: %d tokens]", what, tokens.length());
        console.say("%s", encoder.tokenizer().decodeAll(tokens.toArray()));
    }
}
