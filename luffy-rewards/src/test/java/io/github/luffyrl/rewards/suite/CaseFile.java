package io.github.luffyrl.rewards.suite;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Test files of the verifier: of the test resources, or others that a system property names. */
final class CaseFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CaseFile() {}

    /** The file that {@code -Dluffy.verifier.cases=FILE} names, against the module or the root. */
    static Optional<Path> property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .map(file -> Files.exists(Path.of(file)) ? Path.of(file) : Path.of("..", file));
    }

    static List<Map<String, Object>> cases() {
        return read("luffy.verifier.cases", "cases.jsonl");
    }

    static List<Map<String, Object>> hostile() {
        return read("luffy.verifier.hostile", "hostile.jsonl");
    }

    static List<Map<String, Object>> answers() {
        return read("luffy.verifier.answers", "answers.jsonl");
    }

    /** Pairs of our own, each of which has to be judged as it says. */
    static List<Map<String, Object>> pairs() {
        return lines("pairs.jsonl").stream().map(CaseFile::fields).toList();
    }

    /** Answers that look right or wrong and are not, with the reason of each verdict. */
    static List<Map<String, Object>> adversarial() {
        return lines("adversarial.jsonl").stream().map(CaseFile::fields).toList();
    }

    static List<Map<String, Object>> words() {
        return lines(property("luffy.verifier.words").orElseThrow()).stream()
                .map(CaseFile::fields)
                .toList();
    }

    private static List<Map<String, Object>> read(String property, String resource) {
        return property(property).map(CaseFile::lines).orElseGet(() -> lines(resource)).stream()
                .filter(line -> !line.isBlank())
                .map(CaseFile::fields)
                .toList();
    }

    private static Map<String, Object> fields(String line) {
        try {
            return JSON.readValue(line, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a test resource. */
    static List<String> lines(String resource) {
        String name = "/verifier/" + resource;
        try (InputStream in = CaseFile.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** First and second column of a test resource; lines with {@code #} in front are comments. */
    static Map<String, String> reasons(String resource) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String line : lines(resource)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] columns = line.split("\t", 2);
                if (columns.length < 2 || columns[1].isBlank()) {
                    throw new IllegalStateException(resource + " gives no reason: " + line);
                }
                reasons.put(columns[0], columns[1].strip());
            }
        }
        return reasons;
    }
}
