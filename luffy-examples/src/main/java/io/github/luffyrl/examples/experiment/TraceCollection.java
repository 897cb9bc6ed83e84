package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rejection.CollectedTraces;
import io.github.luffyrl.core.rejection.ProblemOutcome;
import io.github.luffyrl.core.rejection.RejectionSampling;
import io.github.luffyrl.core.rejection.SamplingBudget;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.generation.PolicySampler;
import io.github.luffyrl.djl.problem.JsonLinesJournal;
import io.github.luffyrl.djl.problem.ProblemSet;
import io.github.luffyrl.djl.problem.ProblemWriter;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.TrainingParts;
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
     * Collects, or finishes what was begun.
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
        Files.createDirectories(folder);
        PolicySampler sampler =
                new PolicySampler(
                        new ModelPolicy(loaded.model()),
                        TrainingParts.of(recipe).encoder(loaded),
                        reward,
                        recipe.sampling().temperature(),
                        recipe.seed());
        CollectedTraces collected;
        try (JsonLinesJournal journal =
                new JsonLinesJournal(
                        folder.resolve("journal.jsonl"), settings(problems, recipe, loaded))) {
            collected =
                    new RejectionSampling(sampler, budget, journal)
                            .collect(problems, progress -> tell(progress, console));
        }
        ProblemWriter.write(folder.resolve("problems.jsonl"), collected.problems(source));
        String summary = summary(collected, loaded);
        Files.writeString(folder.resolve("collection.txt"), summary + "\n");
        console.say("  %s", summary);
        return collected;
    }

    private String settings(List<Problem> problems, Recipe recipe, LoadedModel loaded)
            throws IOException {
        return String.format(
                Locale.ROOT,
                "model %s, problems %s, %s, %s, seed %d",
                LoadedModel.fingerprint(loaded.directory()),
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

    private static String summary(CollectedTraces collected, LoadedModel loaded) {
        long samples = collected.outcomes().stream().mapToLong(ProblemOutcome::samples).sum();
        long parameters = loaded.block().multipliedParameters();
        return String.format(
                Locale.ROOT,
                "%d of %d problems solved, %d hard, %d samples, %.3g FLOPs",
                collected.solved(),
                collected.outcomes().size(),
                collected.outcomes().size() - collected.solved(),
                samples,
                collected.compute().flops(parameters));
    }
}
