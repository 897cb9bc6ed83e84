package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.evaluator.Answer;
import io.github.luffyrl.djl.evaluator.PolicyEvaluator;
import io.github.luffyrl.djl.rollout.ModelPolicy;
import io.github.luffyrl.examples.experiment.LoadedModel;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.recipe.Recipe;
import io.github.luffyrl.examples.report.Accuracy;
import io.github.luffyrl.examples.report.ResultTable;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model's accuracy on a file of problems. */
@Command(
        name = "evaluate",
        description = "Measures a model's accuracy on a file of problems, per source.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {

    private static final int SHOWN_CHARACTERS = 200;

    @Mixin private ModelOption model = new ModelOption();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "problems, JSONL or Parquet")
    private Path data = Path.of("");

    @Option(names = "--limit", paramLabel = "N", description = "only the first N problems")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--show", paramLabel = "N", description = "print the first N answers")
    private int show;

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Override
    public Integer call() throws IOException {
        Recipe recipe = recipes.read();
        List<Problem> problems = ProblemFiles.read(data, System.out).stream().limit(limit).toList();
        try (TemporaryFolder temporary = TemporaryFolder.create();
                LoadedModel loaded = model.open(temporary)) {
            PolicyEvaluator evaluator =
                    new PolicyEvaluator(
                            new ModelPolicy(loaded.model()),
                            loaded.encoder(recipe.sampling()),
                            new MathReward(),
                            recipe.evaluation().temperature(),
                            recipe.seed());
            List<Answer> answers = evaluator.evaluate(problems);
            answers.stream().limit(show).forEach(EvaluateCommand::show);
            System.out.println(table(answers));
        }
        return 0;
    }

    private static void show(Answer answer) {
        String text = answer.completion().text();
        System.out.println(
                answer.problem().id()
                        + "  expected "
                        + answer.problem().answer()
                        + "  reward "
                        + answer.reward().value()
                        + "\n  "
                        + text.substring(0, Math.min(SHOWN_CHARACTERS, text.length())));
    }

    private static ResultTable table(List<Answer> answers) {
        Map<String, List<Answer>> bySource =
                answers.stream()
                        .collect(
                                Collectors.groupingBy(
                                        answer -> answer.problem().source(),
                                        TreeMap::new,
                                        Collectors.toList()));
        ResultTable table = new ResultTable(List.of("accuracy"));
        bySource.forEach(
                (source, part) ->
                        table.row(source.isEmpty() ? "(no source)" : source, accuracy(part)));
        if (bySource.size() > 1) {
            table.row("all", accuracy(new ArrayList<>(answers)));
        }
        return table;
    }

    private static Accuracy accuracy(List<Answer> answers) {
        return new Accuracy(
                (int) answers.stream().filter(answer -> answer.reward().solved()).count(),
                answers.size());
    }
}
