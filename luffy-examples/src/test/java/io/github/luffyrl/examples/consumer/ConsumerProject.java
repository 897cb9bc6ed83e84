package io.github.luffyrl.examples.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.examples.experiment.EmbeddedModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A user's Maven project outside this build. Its programs are the sources of a folder {@code
 * src/test/resources/consumer/NAME}; its dependencies are the README's and those of the folder's
 * {@code dependencies.xml}, if it has one.
 *
 * <p>Maven finds luffy in a repository that holds this build's poms and jars, and everything else
 * in the local repository of this build, where it writes nothing. It downloads only what this build
 * has no use for, such as the pom of a library's older version.
 */
final class ConsumerProject {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path RESOURCES = Path.of("src/test/resources/consumer");
    private static final String README_PROGRAM = "// README";

    /** The directory and the file that the README's program reads. */
    static final String MODEL = "Qwen2.5-0.5B-Instruct";

    private static final String PROBLEMS = "problems.jsonl";
    private static final String RECIPE = "recipe.yaml";

    private final Path folder;
    private final List<String> tree;

    private ConsumerProject(Path folder, List<String> tree) {
        this.folder = folder;
        this.tree = tree;
    }

    /** Makes and compiles a project in a new folder. */
    static ConsumerProject build(String name, Path folder) throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String version = System.getProperty("luffy.version");
        Files.createDirectory(folder);
        repository(folder.resolve("repository"), version);
        Path extra = RESOURCES.resolve(name).resolve("dependencies.xml");
        Files.writeString(
                folder.resolve("pom.xml"),
                Files.readString(RESOURCES.resolve("pom.xml"))
                        .replace("<!-- README -->", dependencies(readme))
                        .replace(
                                "<!-- EXTRA -->",
                                Files.exists(extra) ? Files.readString(extra) : ""));
        Path sources = Files.createDirectories(folder.resolve("src/main/java"));
        for (Path program : list(RESOURCES.resolve(name), ".java")) {
            Files.writeString(
                    sources.resolve(program.getFileName()),
                    Files.readString(program).replace(README_PROGRAM, program(readme)));
        }
        maven(folder);
        return new ConsumerProject(folder, Files.readAllLines(folder.resolve("tree.txt")));
    }

    /** Returns the lines of {@code dependency:tree}. */
    List<String> tree() {
        return tree;
    }

    /**
     * Runs a program's main in a folder of its own, which has the embedded model under the name of
     * the README's model, some problems and a recipe.
     *
     * @return the folder
     */
    Path run(String program) throws Exception {
        String classPath =
                folder.resolve("target/classes")
                        + File.pathSeparator
                        + Files.readString(folder.resolve("class-path.txt"));
        return java(folder.resolve("run-" + program), List.of("-cp", classPath, program));
    }

    /**
     * Runs the packaged {@code luffy train} on the same model, problems and recipe in a new folder.
     *
     * @return the folder of the run's files
     */
    static Path train(Path folder) throws Exception {
        String jar = Path.of("target", "luffy.jar").toAbsolutePath().toString();
        List<String> command = new ArrayList<>(List.of("-jar", jar, "train"));
        command.addAll(List.of("--model", MODEL, "--data", PROBLEMS));
        command.addAll(List.of("--recipe", RECIPE, "--out", "trained"));
        return java(folder, command).resolve("trained");
    }

    private static Path java(Path folder, List<String> arguments) throws Exception {
        EmbeddedModel.unpack(Files.createDirectories(folder.resolve(MODEL)));
        for (String file : List.of(PROBLEMS, RECIPE)) {
            Files.copy(RESOURCES.resolve(file), folder.resolve(file));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dai.djl.offline=true");
        command.addAll(arguments);
        execute(folder, command);
        return folder;
    }

    /** What a release uploads, in a repository's layout. */
    private static void repository(Path repository, String version) throws IOException {
        lay(repository, "luffy-parent", version, ROOT);
        for (String module : List.of("luffy-core", "luffy-rewards", "luffy-djl-extension")) {
            Path place = lay(repository, module, version, ROOT.resolve(module));
            String jar = module + "-" + version + ".jar";
            Files.copy(ROOT.resolve(module).resolve("target").resolve(jar), place.resolve(jar));
        }
    }

    private static Path lay(Path repository, String artifact, String version, Path module)
            throws IOException {
        Path place = repository.resolve("io/github/luffyrl").resolve(artifact).resolve(version);
        Files.createDirectories(place);
        Files.copy(module.resolve("pom.xml"), place.resolve(artifact + "-" + version + ".pom"));
        return place;
    }

    /** The README's dependencies, with the native library of this platform. */
    private static String dependencies(String readme) {
        String text = block(readme, "xml", "<dependency>");
        String classifier = "<classifier>linux-x86_64</classifier>";
        assertTrue(text.contains(classifier), text);
        return text.replace(
                classifier,
                "<classifier>" + System.getProperty("pytorch.classifier") + "</classifier>");
    }

    /** The README's hand-wired program, with two steps and the lengths of a small model. */
    private static String program(String readme) {
        String text = block(readme, "java", ".optSteps(500)");
        assertTrue(text.contains("512, 1024"), text);
        return text.replaceAll("(?m)^import .*\n", "") // it goes into a method
                .replace("512, 1024", "64, 96")
                .replace(".optSteps(500)", ".optSteps(2)");
    }

    private static String block(String text, String language, String part) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(block -> block.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError(language + " with " + part));
    }

    private static void maven(Path folder) throws Exception {
        boolean windows =
                System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("maven.home"), "bin")
                                        .resolve(windows ? "mvn.cmd" : "mvn")
                                        .toString(),
                                "--batch-mode",
                                "-Dmaven.repo.local=" + folder.resolve("local"),
                                "-Dmaven.repo.local.tail=" + System.getProperty("local.repository"),
                                "-Dbuilt=" + folder.resolve("repository").toUri(),
                                "-DoutputFile=tree.txt",
                                "-Dmdep.outputFile=class-path.txt"));
        command.add(goal("maven-compiler-plugin", "compile"));
        command.add(goal("maven-dependency-plugin", "tree"));
        command.add(goal("maven-dependency-plugin", "build-classpath"));
        execute(folder, command);
    }

    /** A goal in the plugin version of this build, which is in its local repository. */
    private static String goal(String plugin, String goal) throws IOException {
        Matcher version =
                Pattern.compile(
                                "<artifactId>"
                                        + plugin
                                        + "</artifactId>\\s*<version>([^<]+)</version>")
                        .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertTrue(version.find(), plugin);
        return "org.apache.maven.plugins:" + plugin + ":" + version.group(1) + ":" + goal;
    }

    private static void execute(Path folder, List<String> command) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "MAVEN_ARGS"));
        int exit = builder.start().waitFor();
        assertEquals(0, exit, () -> command + "\n" + read(output));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Path> list(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
