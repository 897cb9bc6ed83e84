package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.server.InferenceServer;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.experiment.TraceCollection;
import io.github.luffyrl.examples.experiment.TraceSource;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Collects demonstrations from a model. */
@Command(
        name = "collect",
        description = {
            "Samples a model until it has solved each problem once, or a budget is spent.",
            "The same command again resumes; DIR/problems.jsonl can be trained on."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CollectCommand implements Callable<Integer> {

    @Mixin private ModelOption model = new ModelOption();

    @Mixin private TaskOptions tasks = new TaskOptions();

    @Mixin private BudgetOptions budget = new BudgetOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/collection",
            description = "folder of the traces, ${DEFAULT-VALUE} by default")
    private Path out = Path.of("");

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--server-api",
            paramLabel = "API",
            defaultValue = "TOKENS",
            description = {
                "tokens: the server's model has the tokens and the template of --model;",
                "chat: it has its own; the server renders the conversation"
            })
    private Api api = Api.TOKENS;

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        tasks.check(command);
        Recipe recipe = recipes.read(command);
        Console console = Consoles.of(command);
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path directory = model.directory(temporary, console);
            Task task = tasks.read(recipe, directory, console);
            List<Problem> problems = budget.problems(task.training());
            Optional<InferenceServer> served = server.open(command);
            if (served.isPresent()) {
                RewardFunction reward = task.parts(recipe).get(RewardFunction.class);
                collect(served.get(), problems, reward, recipe, directory, console);
                return 0;
            }
            try (LoadedModel loaded = LoadedModel.open(directory)) {
                boolean embedded = directory.startsWith(temporary.path());
                String source = embedded ? "base" : String.valueOf(directory.getFileName());
                new TraceCollection(out, budget.budget(command), source)
                        .run(
                                problems,
                                task.parts(recipe).get(RewardFunction.class),
                                recipe,
                                loaded,
                                console);
            }
            console.say("traces       %s", out.resolve("problems.jsonl"));
        }
        return 0;
    }

    private void collect(
            InferenceServer served,
            List<Problem> problems,
            RewardFunction reward,
            Recipe recipe,
            Path directory,
            Console console)
            throws IOException {
        CommandLine command = spec.commandLine();
        String name = server.model(command);
        try (ProblemEncoder encoder = TaskOptions.encoder(recipe, directory)) {
            TraceSource teacher =
                    switch (api) {
                        case TOKENS -> TraceSource.ofTokens(served, name, encoder, reward, recipe);
                        case CHAT -> TraceSource.ofChat(served, name, encoder, reward, recipe);
                    };
            new TraceCollection(out, budget.budget(command), name)
                    .run(problems, recipe, teacher, console);
        }
        console.say("traces       %s", out.resolve("problems.jsonl"));
    }

    /** How a server is asked. */
    private enum Api {
        TOKENS,
        CHAT
    }
}
