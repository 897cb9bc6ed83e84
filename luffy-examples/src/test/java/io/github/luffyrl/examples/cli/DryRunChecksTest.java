package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.examples.experiment.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train --dry-run} finds, each in one line, before anything is written. */
class DryRunChecksTest {

    @TempDir Path directory;
    private Path model;
    private Path out;

    @BeforeEach
    void unpack() throws IOException {
        model = EmbeddedModel.unpack(Files.createDirectory(directory.resolve("model")));
        out = directory.resolve("run");
    }

    private String refusal(String... options) {
        List<Object> arguments =
                new ArrayList<>(List.of("train", "--dry-run", "--out=" + out, "--model", model));
        arguments.addAll(List.of(options));
        CommandResult result = CommandResult.of(arguments.toArray());
        assertEquals(1, result.code(), result.out() + result.err());
        assertFalse(Files.exists(out));
        return result.error();
    }

    private void change(String file, String pattern, String to) throws IOException {
        String text = Files.readString(model.resolve(file));
        String changed = text.replaceFirst(pattern, to);
        assertFalse(text.equals(changed), text);
        Files.writeString(model.resolve(file), changed);
    }

    @Test
    void theModelAsItIsPasses() {
        assertEquals(
                0, CommandResult.of("train", "--dry-run", "--out=" + out, "--model", model).code());
    }

    @Test
    void promptAndResponseLongerThanThePositions() throws IOException {
        change("config.json", "(\"max_position_embeddings\": *)\\d+", "$120");

        String line = refusal();

        assertTrue(line.matches("luffy: problem \\S+: a prompt of \\d+ tokens and .*"), line);
        assertTrue(line.contains("max_position_embeddings = 20; lower"), line);
    }

    @Test
    void aTokenWithoutAnEmbedding() throws IOException {
        change("tokenizer.json", "(\"0\" *: *)\\d+", "$1999");

        String line = refusal();

        assertTrue(line.contains(" has token 999, but the model has embeddings for"), line);
    }

    @Test
    void weightsThatAreMissing() throws IOException {
        change("config.json", "(\"num_hidden_layers\": *)\\d+", "$19");

        String line = refusal();

        assertTrue(line.contains("missing [model.layers."), line);
    }

    @Test
    void noWeightsAtAll() throws IOException {
        Files.delete(model.resolve("model.safetensors"));

        String line = refusal();

        assertTrue(line.contains("model.safetensors"), line);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aCompanionFileThatIsAPipeOrALinkElsewhere() throws Exception {
        Path license = model.resolve("LICENSE");
        new ProcessBuilder("mkfifo", license.toString()).start().waitFor();
        assertTrue(refusal().contains(license + " is no regular file"));

        Files.delete(license);
        Files.createSymbolicLink(license, Path.of("/etc/passwd"));
        String line = refusal();
        assertTrue(line.contains(license + " is a link to"), line);
        assertTrue(line.contains("outside of the directory"), line);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aCompanionFileThatMayNotBeRead() throws IOException {
        Path config = model.resolve("generation_config.json");
        Files.setPosixFilePermissions(config, java.util.Set.of());
        org.junit.jupiter.api.Assumptions.assumeFalse(Files.isReadable(config), "root reads all");

        String line = refusal();

        assertTrue(line.contains(config.toString()), line);
    }

    @Test
    void behaviourProbabilitiesThatAreMissing() {
        String line = refusal("--set=objective.offPolicy.behaviour=given");

        assertTrue(line.contains("objective.offPolicy.behaviour = given, but no demon"), line);
        assertTrue(line.contains("behaviour=certain"), line);
    }

    @Test
    void anOutputThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no folder");
        out = file.resolve("run");

        String line = refusal();

        assertTrue(line.contains(file + " is a file: name another folder with --out"), line);
    }
}
