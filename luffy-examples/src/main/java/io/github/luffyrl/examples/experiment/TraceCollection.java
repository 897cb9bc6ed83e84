package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rejection.CollectedTraces;
import io.github.luffyrl.core.rejection.ProblemOutcome;
import io.github.luffyrl.core.rejection.RejectionSampling;
import io.github.luffyrl.core.rejection.SamplingBudget;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.problem.JsonLinesJournal;
import io.github.luffyrl.djl.problem.ProblemSet;
import io.github.luffyrl.djl.problem.ProblemWriter;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Collects demonstrations from a model by rejection sampling, into a folder: {@code journal.jsonl}
 * while it samples, and at the end {@code problems.jsonl}, which can be trained on, and {@code
 * collection.txt}.
 *
 * @param folder may hold an unfinished collection, which is then finished
 * @param budget how much is sampled
 * @param source whose the traces are, in the written problems
 */
public record TraceCollection(Path folder, SamplingBudget budget, String source) {

    /**
     * Collects from a model that is loaded here.
     *
     * @param problems what to solve
     * @param reward which responses are right
     * @param recipe temperature, limits and seed
     * @param loaded the model
     * @param console for the progress
     * @return what was found
     * @throws IOException when the folder cannot be written
     * @throws IllegalArgumentException if the folder has a collection of other settings, problems
     *     or model
     */
    public CollectedTraces run(
            List<Problem> problems,
            RewardFunction reward,
            Recipe recipe,
            LoadedModel loaded,
            Console console)
            throws IOException {
        return run(problems, recipe, TraceSource.loaded(loaded, reward, recipe), console);
    }

    /**
     * Collects, or finishes what was begun.
     *
     * @param problems what to solve
     * @param recipe temperature, limits and seed
     * @param teacher what is sampled
     * @param console for the progress
     * @return what was found
     * @throws IOException when the folder cannot be written
     * @throws IllegalArgumentException if the folder has a collection of other settings, problems
     *     or model
     */
    public CollectedTraces run(
            List<Problem> problems, Recipe recipe, TraceSource teacher, Console console)
            throws IOException {
        Files.createDirectories(folder);
        CollectedTraces collected;
        try (JsonLinesJournal journal =
                new JsonLinesJournal(
                        folder.resolve("journal.jsonl"), settings(problems, recipe, teacher))) {
            collected =
                    new RejectionSampling(teacher.sampler(), budget, journal)
                            .collect(problems, progress -> tell(progress, console));
        }
        ProblemWriter.write(folder.resolve("problems.jsonl"), collected.problems(source));
        String summary = summary(collected, teacher);
        Files.writeString(folder.resolve("collection.txt"), summary + "\n");
        console.say("  %s", summary);
        return collected;
    }

    private String settings(List<Problem> problems, Recipe recipe, TraceSource teacher) {
        return String.format(
                Locale.ROOT,
                "%s, problems %s, %s, %s, seed %d",
                teacher.identity(),
                new ProblemSet(problems, problems.size(), List.of()).fingerprint(),
                budget,
                recipe.sampling(),
                recipe.seed());
    }

    private static void tell(RejectionSampling.Progress progress, Console console) {
        console.pass(
                String.format(
                        Locale.ROOT,
                        "  %d of %d problems solved, %d given up, %d samples",
                        progress.solved(),
                        progress.problems(),
                        progress.hard(),
                        progress.samples()));
    }

    private static String summary(CollectedTraces collected, TraceSource teacher) {
        long samples = collected.outcomes().stream().mapToLong(ProblemOutcome::samples).sum();
        return String.format(
                Locale.ROOT,
                "%d of %d problems solved, %d hard, %d samples, %s",
                collected.solved(),
                collected.outcomes().size(),
                collected.outcomes().size() - collected.solved(),
                samples,
                teacher.cost().apply(collected));
    }
}
