package io.github.luffyrl.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has written to its folder so far.
 *
 * @param name of the folder
 * @param metrics every number of {@code metrics.jsonl}, by name
 * @param seconds of every phase, from {@code timings.jsonl}, in the order of a step
 * @param validations solve rates of every validated set, from {@code validation.jsonl}
 * @param completions sampled responses, lines of {@code completions.jsonl}
 * @param recipe as YAML; empty if it is not there
 * @param table accuracies; empty before the run is finished
 */
public record RunData(
        String name,
        Map<String, Series> metrics,
        Map<String, Series> seconds,
        Map<String, Series> validations,
        List<JsonNode> completions,
        String recipe,
        String table) {

    static final String STEP = "step";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Reads a run's folder.
     *
     * @param folder holds at least {@code metrics.jsonl}
     * @return what is in it
     * @throws IOException when the metrics are missing, or a file is broken
     */
    public static RunData read(Path folder) throws IOException {
        Path metrics = folder.resolve("metrics.jsonl");
        if (!Files.exists(metrics)) {
            throw new FileNotFoundException(
                    metrics + ": no such file; a report needs the folder of a training run");
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return new RunData(
                String.valueOf(name),
                series(lines(metrics)),
                series(lines(folder.resolve("timings.jsonl"))),
                series(lines(folder.resolve("validation.jsonl"))),
                lines(folder.resolve("completions.jsonl")),
                text(folder.resolve("recipe.yaml")),
                text(folder.resolve("accuracy.txt")));
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(file)) {
            List<String> text = Files.readAllLines(file);
            for (String line : text) {
                try {
                    lines.add(MAPPER.readTree(line));
                } catch (JsonProcessingException e) {
                    if (lines.size() < text.size() - 1) { // a run may be writing the last one
                        throw new IOException(
                                file + ":" + (lines.size() + 1) + ": " + e.getOriginalMessage(), e);
                    }
                }
            }
        }
        return lines;
    }

    private static Map<String, Series> series(List<JsonNode> lines) {
        Map<String, List<Series.Point>> points = new LinkedHashMap<>();
        for (JsonNode line : lines) {
            for (var field : line.properties()) {
                if (!field.getKey().equals(STEP) && field.getValue().isNumber()) {
                    double value = field.getValue().asDouble();
                    points.computeIfAbsent(field.getKey(), key -> new ArrayList<>())
                            .add(new Series.Point(line.path(STEP).asLong(), value));
                }
            }
        }
        Map<String, Series> series = new LinkedHashMap<>();
        points.forEach((name, all) -> series.put(name, new Series(all)));
        return series;
    }

    /**
     * Returns a metric.
     *
     * @param key as in {@code metrics.jsonl}
     * @return its steps; none if the run does not have it
     */
    public Series metric(String key) {
        return metrics.getOrDefault(key, new Series(List.of()));
    }

    /**
     * Returns the time spent on the steps.
     *
     * @return seconds
     */
    public double trainingSeconds() {
        return seconds.values().stream().flatMapToDouble(Series::values).sum();
    }

    /** Number of steps so far. */
    long steps() {
        return metrics.values().stream().mapToLong(s -> (long) s.lastStep()).max().orElse(0);
    }
}
