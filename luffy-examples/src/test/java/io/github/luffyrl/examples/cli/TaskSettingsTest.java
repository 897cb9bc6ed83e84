package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSettingsTest {

    private static final List<String> SETTINGS = List.of("steps=50", "sampling.temperature=0.5");

    @TempDir Path directory;

    private List<String> leftOpen(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("recipe.yaml"), yaml);
        return TaskSettings.leftOpen(SETTINGS, file);
    }

    @Test
    void whatTheFileSaysIsNotReplaced() throws IOException {
        assertEquals(List.of("steps=50"), leftOpen("sampling: {temperature: 1.0}"));
        assertEquals(List.of("sampling.temperature=0.5"), leftOpen("steps: 200"));
        assertEquals(SETTINGS, leftOpen("sampling: {maxPromptTokens: 5}"));
        assertEquals(SETTINGS, leftOpen("# nothing\n"));
    }

    @Test
    void aFileThatCannotBeReadIsLeftToTheReader() throws IOException {
        assertEquals(SETTINGS, leftOpen("a: [1"));
        assertEquals(SETTINGS, TaskSettings.leftOpen(SETTINGS, directory.resolve("none.yaml")));
    }
}
