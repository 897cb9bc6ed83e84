package io.github.luffyrl.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.luffyrl.djl.recipe.Method;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the tables of the guides name in backticks exists: classes, their members, recipe keys. A
 * span is read as far as it can be: {@code Type}, {@code Type.member(..)}, {@code key.key: value}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedNamesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern TYPE =
            Pattern.compile("(?:new )?([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?(?:\\W.*)?");

    /** Types of Guice and DJL. */
    private static final Set<String> FOREIGN =
            Set.of("OptionalBinder", "Multibinder", "Loss", "Optimizer", "Tracker");

    private static final Pattern FILE =
            Pattern.compile("[\\w.-]+\\.(?:jsonl|csv|yaml|html|txt|md)");

    private static final Pattern KEY = Pattern.compile("([a-z]\\w*(?:\\.[a-z]\\w*)*)(?:: (.+))?");

    private final Map<String, List<JavaClass>> types = types(LuffyClasses.all());
    private final JsonNode defaults = defaults();

    @Test
    void everyNameInATableExists() throws IOException {
        List<String> unknown = new ArrayList<>();
        int tables = 0;
        try (Stream<Path> files = Files.list(DOCS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).startsWith("|")) {
                        tables++;
                        String where = file.getFileName() + ":" + (i + 1) + ": ";
                        unknown(lines.get(i)).forEach(name -> unknown.add(where + name));
                    }
                }
            }
        }
        assertTrue(tables > 200, "only " + tables + " lines of tables in " + DOCS);
        assertEquals("", String.join("\n", unknown));
    }

    @Test
    void namesThatDoNotExistAreNamed() {
        assertEquals(
                List.of(
                        "TwofoldSampling",
                        "LossNormalizer.harmonicMean()",
                        "optimizer.warmup",
                        "objective.normalizer: {kind: row-mean, width: 3}",
                        "method: best"),
                unknown(
                        "| `TwofoldSampling` | `LossNormalizer.harmonicMean()` | `optimizer.warmup`"
                                + " `objective.normalizer: {kind: row-mean, width: 3}` `method: best` |"));
        assertEquals(
                List.of(),
                unknown(
                        "| `LossNormalizer.rowMean()`, `PrefixRatio.Uniform`, `LogBlend` |"
                                + " `objective.normalizer: {kind: row-mean}`, `groupSize: 8`,"
                                + " `std + 1e-6`, `A = r` |"));
    }

    private List<String> unknown(String row) {
        return SPAN.matcher(row)
                .results()
                .map(span -> span.group(1))
                .filter(this::isUnknown)
                .toList();
    }

    private boolean isUnknown(String span) {
        Matcher type = TYPE.matcher(span);
        if (type.matches()) {
            return !FOREIGN.contains(type.group(1))
                    && !isType(type.group(1), Optional.ofNullable(type.group(2)));
        }
        Matcher key = KEY.matcher(span);
        return key.matches()
                && !FILE.matcher(span).matches()
                && isMissing(key.group(1), Optional.ofNullable(key.group(2)));
    }

    private boolean isType(String name, Optional<String> member) {
        return types.getOrDefault(name, List.of()).stream()
                .anyMatch(type -> member.isEmpty() || hasMember(type, member.get()));
    }

    private boolean hasMember(JavaClass type, String member) {
        return type.getAllMembers().stream().anyMatch(m -> m.getName().equals(member))
                || types.getOrDefault(member, List.of()).stream()
                        .anyMatch(nested -> nested.getEnclosingClass().equals(Optional.of(type)));
    }

    /** Whether a path that starts in the recipe leads out of it. */
    private boolean isMissing(String path, Optional<String> value) {
        List<String> keys = List.of(path.split("\\."));
        if (!defaults.has(keys.get(0)) || (keys.size() == 1 && value.isEmpty())) {
            return false; // no key at all, or a word like any other
        }
        JsonNode node = defaults.at("/" + String.join("/", keys));
        if (path.equals("method") && value.isPresent()) {
            return Method.class.getResource(value.get() + ".yaml") == null;
        }
        return node.isMissingNode() || (value.isPresent() && !isPart(yaml(value.get()), node));
    }

    private static boolean isPart(JsonNode given, JsonNode known) {
        return !known.isObject()
                || given.properties().stream()
                        .allMatch(
                                entry ->
                                        known.has(entry.getKey())
                                                && isPart(
                                                        entry.getValue(),
                                                        known.get(entry.getKey())));
    }

    private static JsonNode yaml(String text) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static JsonNode defaults() {
        try (InputStream in =
                Objects.requireNonNull(Method.class.getResourceAsStream("defaults.yaml"))) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, List<JavaClass>> types(JavaClasses classes) {
        return classes.stream().collect(Collectors.groupingBy(JavaClass::getSimpleName));
    }
}
