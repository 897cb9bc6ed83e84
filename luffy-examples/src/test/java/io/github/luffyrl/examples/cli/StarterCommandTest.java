package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterCommandTest {

    @TempDir Path folder;

    private Path made() {
        Path project = folder.resolve("mine");
        CommandResult result = CommandResult.of("starter", "--out", project.toString());
        assertEquals(0, result.code(), result.err());
        return project;
    }

    @Test
    void itsProgramTrains() throws Exception {
        Path project = made();
        Files.writeString(
                project.resolve("recipe.yaml"),
                Files.readString(project.resolve("recipe.yaml"))
                                .replace("steps: 200", "steps: 2\npromptsPerStep: 2")
                        + "evaluation: {problems: 4}\n");
        Path output = folder.resolve("output.txt");
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Dai.djl.offline=true",
                                "src/main/java/Train.java")
                        .directory(project.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertEquals(0, program.waitFor(), () -> read(output));
        String shown = Files.readString(output);
        assertTrue(shown.contains(" 2/2 "), shown);
        assertTrue(shown.contains("held out: "), shown);
        assertTrue(Files.exists(project.resolve("trained/checkpoint/model.safetensors")), shown);
    }

    @Test
    void itsDependenciesAreTheOnesOfTheReadme() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        Matcher block = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertTrue(block.find());
        String pom = Files.readString(made().resolve("pom.xml")).replaceAll("(?m)^ {4}", "");
        for (String dependency : block.group(1).split("(?=<dependency>)", -1)) {
            String platform =
                    Pattern.compile("<classifier>(.*)<")
                            .matcher(pom)
                            .results()
                            .findFirst()
                            .orElseThrow()
                            .group(1);
            String here = dependency.replace(">linux-x86_64<", ">" + platform + "<");
            assertTrue(pom.contains(here.strip()), () -> here + "\n" + pom);
        }
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Files.writeString(folder.resolve("mine"), "notes");
        CommandResult result =
                CommandResult.of("starter", "--out", folder.resolve("mine").toString());
        assertEquals(1, result.code());
        assertTrue(result.error().contains("is a file"), result.error());
        assertEquals("notes", Files.readString(folder.resolve("mine")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
