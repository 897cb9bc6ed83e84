package io.github.luffyrl.examples.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.cli.Luffy;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program trains the embedded model for two steps. */
class ProgramsTest {

    private static final Path CONSUMER = Path.of("src/test/resources/consumer");
    private static final int MOST_LINES = 60;

    @TempDir static Path directory;

    private static Path model;
    private static Path problems;

    @BeforeAll
    static void unpack() throws Exception {
        model = Files.createDirectory(directory.resolve("Qwen2.5-0.5B-Instruct"));
        EmbeddedModel.unpack(model);
        problems = directory.resolve("problems.jsonl");
        Files.copy(CONSUMER.resolve("problems.jsonl"), problems);
        Files.copy(CONSUMER.resolve("recipe.yaml"), directory.resolve("recipe.yaml"));
    }

    private static Recipe recipe(String method) throws Exception {
        return Recipe.load(directory.resolve("recipe.yaml"), List.of("method=" + method));
    }

    private interface Program {
        TrainingResult train(Recipe recipe, Path model, Path problems, Path output)
                throws Exception;
    }

    private static Path run(Program program, String method) throws Exception {
        Path output = Files.createTempDirectory(directory, method);
        TrainingResult result = program.train(recipe(method), model, problems, output);
        assertEquals(2, result.report().steps());
        Path weights = result.folder().checkpoint().resolve("model.safetensors");
        return weights;
    }

    @Test
    void recipesRun() throws Exception {
        run(PrefixRlProgram::train, "prefix-rl");
        Path own = run(OwnRewardProgram::train, "luffy");
        Path injected = run(GuiceProgram::train, "luffy");

        Path metrics = own.getParent().resolveSibling("metrics.jsonl");
        assertTrue(Files.readString(metrics).contains("reward/brief"));
        assertNotEquals(-1, Files.mismatch(model.resolve("model.safetensors"), injected));
        assertEquals(-1, Files.mismatch(injected, run(LuffyProgram::train, "luffy-sqrt")));
    }

    @Test
    void handWiredProgramsRunAndResume() throws Exception {
        Path own = directory.resolve("own");
        OwnBlockProgram.train(2, model, problems, own);
        assertTrue(Files.exists(own.resolve("previous-token-0000.params")));

        Path whole = directory.resolve("whole");
        ResumeProgram.train(2, model, problems, whole);
        Path resumed = directory.resolve("resumed");
        ResumeProgram.train(1, model, problems, resumed);
        ResumeProgram.train(2, model, problems, resumed);
        for (String file : List.of("metrics", "trained/model.safetensors")) {
            assertEquals(-1, Files.mismatch(whole.resolve(file), resumed.resolve(file)), file);
        }
    }

    /** The consumer's programs, compiled here, and the command line. */
    @Test
    void theSameRecipeGivesTheSameWeightsOnEveryWay() throws Exception {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        Map<String, Path> programs = new HashMap<>();
        for (String program : List.of("plain/LibraryCall", "plain/ByHand", "guice/Injected")) {
            Path source = CONSUMER.resolve(program + ".java");
            int code =
                    ToolProvider.getSystemJavaCompiler()
                            .run(null, null, null, "-d", classes.toString(), source.toString());
            assertEquals(0, code, program);
            String name = program.substring(program.indexOf('/') + 1);
            programs.put(name, directory.resolve(name));
        }
        Path command = directory.resolve("command");
        StringWriter err = new StringWriter();
        int code =
                Luffy.commandLine()
                        .setOut(new PrintWriter(new StringWriter()))
                        .setErr(new PrintWriter(err))
                        .execute(
                                "train",
                                "--recipe=" + directory.resolve("recipe.yaml"),
                                "--model=" + model,
                                "--data=" + problems,
                                "--out=" + command);
        assertEquals(0, code, err.toString());

        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            for (Map.Entry<String, Path> program : programs.entrySet()) {
                loader.loadClass(program.getKey())
                        .getMethod("main", String[].class)
                        .invoke(null, (Object) new String[] {directory.toString()});
                String weights = "checkpoint/model.safetensors";
                assertEquals(
                        -1,
                        Files.mismatch(
                                command.resolve(weights), program.getValue().resolve(weights)),
                        program.getKey());
            }
        }
    }

    @Test
    void programsAreShort() throws Exception {
        Path sources = Path.of("src/main/java/io/github/luffyrl/examples/programs");
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                long lines =
                        Files.readAllLines(file).stream()
                                .filter(line -> !line.startsWith("import "))
                                .filter(line -> !line.isBlank())
                                .count();
                assertTrue(lines <= MOST_LINES, file + " has " + lines + " lines");
            }
        }
    }
}
