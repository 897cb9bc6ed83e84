package io.github.luffyrl.djl;

import ai.djl.Model;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A tiny checkpoint with the numbers it must give, computed in float64. The system property {@code
 * luffy.models} may name another place than the test resources.
 *
 * @param directory the checkpoint
 * @param expected its {@code expected.json}
 */
public record GoldenModel(Path directory, JsonNode expected) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Accepted difference of logits, log-probabilities, entropies and losses. */
    public static final double TOLERANCE = 1e-4;

    /** Where the checkpoint folders are; a relative path may start at the whole build, too. */
    public static Path root() {
        Path given = Path.of(System.getProperty("luffy.models", "src/test/resources/models"));
        return Files.isDirectory(given) ? given : Path.of("..").resolve(given);
    }

    public static List<GoldenModel> all() throws IOException {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(folder -> Files.exists(folder.resolve("expected.json")))
                    .sorted()
                    .map(GoldenModel::read)
                    .toList();
        }
    }

    private static GoldenModel read(Path folder) {
        try {
            return new GoldenModel(folder, JSON.readTree(folder.resolve("expected.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Model load() throws IOException {
        return CausalLanguageModel.load(directory);
    }

    /** Loads the model with another end-of-sequence token, by way of an empty directory. */
    public Model load(Path copy, int endToken) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (file.toString().contains(".safetensors")) {
                    Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
                }
            }
        }
        ObjectNode config = (ObjectNode) JSON.readTree(directory.resolve("config.json").toFile());
        JSON.writeValue(copy.resolve("config.json").toFile(), config.put("eos_token_id", endToken));
        return CausalLanguageModel.load(copy);
    }

    public List<JsonNode> list(String field) {
        return StreamSupport.stream(expected.get(field).spliterator(), false).toList();
    }

    public JsonNode named(String field, String name) {
        return list(field).stream()
                .filter(node -> node.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public JsonNode sequence(String name) {
        return named("sequences", name);
    }

    public static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    public static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }

    @Override
    public String toString() {
        return directory.getFileName().toString();
    }
}
