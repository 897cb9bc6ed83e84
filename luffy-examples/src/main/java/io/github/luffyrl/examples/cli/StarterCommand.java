package io.github.luffyrl.examples.cli;

import ai.djl.util.Platform;
import io.github.luffyrl.djl.problem.ProblemWriter;
import io.github.luffyrl.examples.experiment.EmbeddedTasks;
import io.github.luffyrl.examples.experiment.OutputFolder;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.task.EmbeddedTask;
import io.github.luffyrl.examples.task.SetRole;
import io.github.luffyrl.examples.task.TaskSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a Maven project that trains with luffy: something to run, and then to change. */
@Command(
        name = "starter",
        description =
                "Makes a Maven project of your own that trains a small model with luffy: pom.xml, a"
                        + " program of one class, a recipe, the embedded model and problems as files.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StarterCommand implements Callable<Integer> {

    private static final String DOCUMENTED_PLATFORM = "linux-x86_64"; // in starter/pom.xml
    private static final String LOGGING = "simplelogger.properties"; // as the command has it
    private static final long SEED = 0;
    private static final int HELD_OUT_PROBLEMS = 256;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "an empty or new folder for the project")
    private Path out = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path project = OutputFolder.of(out).create();
        EmbeddedTask task = EmbeddedTasks.all().get(0);
        Files.writeString(project.resolve("pom.xml"), pom());
        Path main = Files.createDirectories(project.resolve("src/main"));
        write(main.resolve("java/Train.java"), "starter/Train.java");
        write(main.resolve("resources").resolve(LOGGING), LOGGING);
        write(project.resolve("recipe.yaml"), "starter/recipe.yaml");
        task.unpackModel(Files.createDirectory(project.resolve("base")));
        ProblemWriter.write(project.resolve("problems.jsonl"), task.training(SEED));
        TaskSet heldOut =
                task.evaluation(SEED, HELD_OUT_PROBLEMS).stream()
                        .filter(set -> set.role() == SetRole.HELD_OUT)
                        .findFirst()
                        .orElseThrow();
        ProblemWriter.write(project.resolve("test.jsonl"), heldOut.problems());
        Console console = Consoles.of(spec.commandLine());
        console.say("project made in %s; in that folder, 'mvn compile exec:java' trains", out);
        return 0;
    }

    private static String pom() throws IOException {
        String classifier = Platform.detectPlatform("pytorch").getClassifier();
        return text("starter/pom.xml")
                .replace(
                        "<classifier>" + DOCUMENTED_PLATFORM + "<",
                        "<classifier>" + classifier + "<");
    }

    private static void write(Path file, String resource) throws IOException {
        Files.createDirectories(file.resolveSibling("").toAbsolutePath());
        Files.writeString(file, text(resource));
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = StarterCommand.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in luffy's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
