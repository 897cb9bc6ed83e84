package io.github.luffyrl.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Settings of an embedded task beside a user's recipe file, which has the last word. */
final class TaskSettings {

    private TaskSettings() {}

    /**
     * Returns the settings that a file leaves open.
     *
     * @param settings {@code key=value}
     * @param file a recipe; one that cannot be read leaves all open, and is refused by its reader
     */
    static List<String> leftOpen(List<String> settings, Path file) throws IOException {
        if (settings.isEmpty() || !Files.isRegularFile(file)) {
            return settings;
        }
        try {
            JsonNode recipe = new YAMLMapper().readTree(file.toFile());
            return settings.stream()
                    .filter(setting -> recipe.at(pointer(setting)).isMissingNode())
                    .toList();
        } catch (JsonProcessingException e) {
            return settings;
        }
    }

    private static String pointer(String setting) {
        return "/" + setting.substring(0, setting.indexOf('=')).replace('.', '/');
    }
}
