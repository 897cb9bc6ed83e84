package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.metric.SampledAccuracy;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.ProblemLoader;
import io.github.luffyrl.djl.evaluation.EvaluatedSet;
import io.github.luffyrl.djl.evaluation.Evaluation;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemSet;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.server.InferenceServer;
import io.github.luffyrl.djl.server.ServerPolicy;
import io.github.luffyrl.examples.experiment.PrefixEvaluation;
import io.github.luffyrl.examples.experiment.PrefixReport;
import io.github.luffyrl.examples.experiment.Progress;
import io.github.luffyrl.examples.experiment.ProtocolRun;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.SampleTable;
import io.github.luffyrl.examples.report.TextTable;
import io.github.luffyrl.examples.task.EmbeddedTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a model's accuracy. */
@Command(
        name = "evaluate",
        description = "Measures a model's accuracy on problems, source by source.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {

    private static final int SHOWN_CHARACTERS = 200;

    @Mixin private ModelOption model = new ModelOption();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "problems: JSONL or Parquet files, folders of them, or patterns; the embedded"
                            + " ones by default")
    private List<String> data = new ArrayList<>();

    @Mixin private EmbeddedTaskOption task = new EmbeddedTaskOption();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "only the first N problems of the file, or of each embedded set")
    private @Nullable Integer limit;

    @Option(
            names = "--samples",
            paramLabel = "K",
            description =
                    "answers per problem, for avg@K and pass@k; more than one need a temperature,"
                            + " such as --set=evaluation.temperature=0.6")
    private int samples = 1;

    @Option(
            names = "--prefix-fractions",
            paramLabel = "SHARE",
            split = ",",
            description =
                    "measures accuracy given these shares of the demonstrations, such as"
                            + " 0,0.2,0.4,0.6,0.8; a recipe's prefix.cutAt counts")
    private List<Double> prefixFractions = new ArrayList<>();

    @Option(
            names = "--beside",
            paramLabel = "DIR",
            description = "a further model to be measured given the same prefixes; can be repeated")
    private List<Path> beside = new ArrayList<>();

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "draws accuracy by prefix, a PNG file; with --prefix-fractions")
    private @Nullable Path picture;

    @Option(names = "--show", paramLabel = "N", description = "show N answers of each set")
    private int show;

    @Mixin private ProtocolOptions protocols = new ProtocolOptions();

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        require(limit == null || limit >= 1, "--limit", limit, "at least 1");
        require(show >= 0, "--show", show, "at least 0");
        require(samples >= 1, "--samples", samples, "at least 1");
        require(
                prefixFractions.stream().allMatch(share -> share >= 0 && share <= 1),
                "--prefix-fractions",
                prefixFractions,
                "shares from 0 to 1");
        require(
                !prefixFractions.isEmpty() || (beside.isEmpty() && picture == null),
                beside.isEmpty() ? "--picture" : "--beside",
                beside.isEmpty() ? picture : beside,
                "--prefix-fractions");
        require(
                !server.given() || prefixFractions.isEmpty(),
                "--prefix-fractions",
                prefixFractions,
                "a model that is loaded here, without --server");
        List<String> settings = embedded().settings();
        Recipe recipe = recipes.read(command, data.isEmpty() ? settings : List.of());
        double temperature = recipe.evaluation().temperature();
        Optional<Path> folder = protocols.folder(command);
        if (folder.isPresent()) {
            require(
                    prefixFractions.isEmpty() && show == 0,
                    prefixFractions.isEmpty() ? "--show" : "--prefix-fractions",
                    prefixFractions.isEmpty() ? show : prefixFractions,
                    "no --out");
            require(!server.given(), "--out", folder.get(), "a model that is loaded here");
            keep(protocols.read(command, samples, temperature), recipe, folder.get());
            return 0;
        }
        require(
                samples == 1 || temperature > 0,
                "--samples",
                samples,
                "evaluation.temperature above 0, as all answers would be the same");
        Console console = Consoles.of(command);
        Task task = task(recipe, console);
        if (!prefixFractions.isEmpty()) {
            evaluateGivenPrefixes(recipe, task, console);
            return 0;
        }
        Optional<InferenceServer> served = server.open(command);
        if (served.isPresent()) {
            evaluate(served.get(), recipe, task, console);
            return 0;
        }
        try (TemporaryFolder temporary = TemporaryFolder.create();
                LoadedModel loaded = model.open(embedded(), temporary, console)) {
            TrainingParts parts = task.parts(recipe);
            run(
                    parts.evaluation(loaded.model(), parts.encoder(loaded), task.evaluation()),
                    recipe,
                    console);
        }
        return 0;
    }

    private void keep(ProtocolRun protocol, Recipe recipe, Path folder) throws IOException {
        Console console = Consoles.of(spec.commandLine());
        Task task = task(recipe, console);
        try (TemporaryFolder temporary = TemporaryFolder.create();
                LoadedModel loaded = model.open(embedded(), temporary, console)) {
            protocol.run(recipe, task, loaded, folder, console);
        }
    }

    private void evaluate(InferenceServer served, Recipe recipe, Task task, Console console)
            throws IOException {
        try (TemporaryFolder temporary = TemporaryFolder.create();
                ProblemEncoder encoder =
                        TaskOptions.encoder(
                                recipe, model.directory(embedded(), temporary, console))) {
            run(
                    task.parts(recipe)
                            .evaluation(
                                    ServerPolicy.untrained(served, encoder),
                                    encoder,
                                    task.evaluation()),
                    recipe,
                    console);
        }
    }

    private void run(Evaluation evaluation, Recipe recipe, Console console) {
        List<EvaluatedSet> sets = evaluation.run(samples, new Progress(recipe, 0, console));
        sets.forEach(set -> show(set.answers(), console));
        console.say("%n%s", table(sets).stripTrailing());
    }

    private void evaluateGivenPrefixes(Recipe recipe, Task task, Console console)
            throws IOException {
        PrefixReport report = new PrefixReport();
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            List<Path> models =
                    new ArrayList<>(List.of(model.directory(embedded(), temporary, console)));
            models.addAll(beside);
            for (Path directory : models) {
                String label = directory.startsWith(temporary.path()) ? "base" : label(directory);
                console.say("%nevaluating %s", label);
                try (LoadedModel loaded = LoadedModel.open(directory)) {
                    report.add(
                            label,
                            PrefixEvaluation.prepare(recipe, task, loaded)
                                    .run(prefixFractions, console));
                }
            }
        }
        console.say("%n%s", report.toString().stripTrailing());
        if (picture != null) {
            report.draw(picture);
            console.say("%npicture      %s", picture);
        }
    }

    /** The checkpoint of a run is called by the run's name. */
    private static String label(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        Path run = path.endsWith("checkpoint") ? path.getParent() : path;
        return run == null ? path.toString() : String.valueOf(run.getFileName());
    }

    private void require(boolean holds, String option, @Nullable Object value, String need) {
        if (!holds) {
            throw new ParameterException(
                    spec.commandLine(), option + " = " + value + ": need " + need);
        }
    }

    private EmbeddedTask embedded() {
        return task.read(spec.commandLine(), !data.isEmpty());
    }

    private Task task(Recipe recipe, Console console) throws IOException {
        if (data.isEmpty()) {
            int count = limit == null ? recipe.evaluation().problems() : limit;
            return Task.of(embedded(), recipe.seed(), count);
        }
        ProblemLoader loader = new ProblemLoader(TrainingParts.of(recipe));
        ProblemSet set =
                prefixFractions.isEmpty()
                        ? loader.evaluated(data)
                        : loader.withDemonstrations(data);
        List<Problem> problems = set.problems();
        console.say("%s: %d problems", String.join(", ", data), problems.size());
        set.skipped().forEach(finding -> console.say("  left out: %s", finding));
        return Task.bySource(
                String.join(", ", data),
                limit == null ? problems : problems.stream().limit(limit).toList());
    }

    private void show(List<ScoredResponse> answers, Console console) {
        for (ScoredResponse answer : answers.subList(0, Math.min(show, answers.size()))) {
            String text = answer.completion().text();
            console.say(
                    "%n%s  expected %s  reward %s%n%s%s",
                    answer.problem().id(),
                    answer.problem().answer(),
                    answer.reward().value(),
                    text.substring(0, Math.min(SHOWN_CHARACTERS, text.length())),
                    text.length() > SHOWN_CHARACTERS ? " .." : "");
        }
    }

    private String table(List<EvaluatedSet> evaluated) {
        List<EvaluatedSet> sets = new ArrayList<>(evaluated);
        if (!data.isEmpty()
                && sets.size() > 1) { // of the embedded sets, easy and hard, it says nothing
            sets.add(
                    new EvaluatedSet(
                            "all", sets.stream().flatMap(set -> set.answers().stream()).toList()));
        }
        if (samples > 1) {
            Map<String, SampledAccuracy> accuracies = new LinkedHashMap<>();
            sets.forEach(set -> accuracies.put(set.name(), set.sampled()));
            return SampleTable.of(samples, accuracies).toString();
        }
        TextTable table = new TextTable().row("solved, 95 % interval", "accuracy");
        sets.forEach(set -> table.row(set.name(), set.accuracy().text()));
        return table.toString();
    }
}
