package io.github.luffyrl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Numbers that the reference implementations gave in double arithmetic, {@code golden/FAMILY.json}
 * among the test resources or in the folder named by the system property {@code luffy.golden}.
 *
 * <pre>{@code
 * @RegisterExtension static final GoldenFamily GAE = GoldenFamily.named("gae");
 *
 * static List<GoldenFamily.Case> gae() {
 *     return GAE.cases();
 * }
 *
 * @ParameterizedTest
 * @MethodSource("gae")
 * void agreesWithTheReference(GoldenFamily.Case golden) {
 *     golden.expect("advantages", gae.advantages(golden.matrix("values")));
 * }
 * }</pre>
 *
 * <p>Registered as an extension it prints one line at the end, and fails when any expected number
 * of any case was neither compared nor {@linkplain Case#leaveOut left out}.
 */
public final class GoldenFamily implements AfterAllCallback {

    private static final double TOLERANCE = 1e-9;

    /**
     * Inputs that single precision cannot hold; shifted logits, near 1000, are rounded by 3e-5 even
     * before they are read.
     */
    private static final List<String> DOUBLE_ONLY =
            List.of("very_negative", "far", "extreme", "huge", "shifted");

    private final String name;
    private final boolean single;
    private final boolean present;
    private final List<Case> cases;
    private double largestDeviation;

    private GoldenFamily(String name, Optional<JsonNode> file, boolean single) {
        this.name = name;
        this.single = single;
        this.present = file.isPresent();
        cases = file.map(content -> cases(name, content)).orElse(List.of());
    }

    private List<Case> cases(String family, JsonNode file) {
        assertEquals("luffy-golden/1", file.required("format").asText());
        assertEquals(family, file.required("family").asText());
        return StreamSupport.stream(file.required("cases").spliterator(), false)
                .map(Case::new)
                .filter(golden -> !single || golden.fitsSinglePrecision())
                .toList();
    }

    /**
     * Reads a family. A misnamed file is an error; so is a missing one, unless {@code luffy.golden}
     * names another folder, which may hold some families only.
     */
    public static GoldenFamily named(String name) {
        return new GoldenFamily(name, read(name), false);
    }

    /**
     * Reads a family for code in single precision: 1e-4 relative and 1e-6 absolute tolerance,
     * without the inputs that need double precision.
     */
    public static GoldenFamily inSinglePrecision(String name) {
        return new GoldenFamily(name, read(name), true);
    }

    /** Returns the folder that the families are in. */
    static Path folder() {
        return Path.of(URI.create(location("").toString()));
    }

    /** Of a file in the folder, which other modules find in a jar. */
    private static URL location(String file) {
        String property = System.getProperty("luffy.golden");
        if (property == null) {
            return Objects.requireNonNull(
                    GoldenFamily.class.getResource("/golden/" + file),
                    "no resource golden/" + file);
        }
        try {
            return Path.of(property).resolve(file).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(property, e);
        }
    }

    /** Returns the name, which is that of the file. */
    String name() {
        return name;
    }

    /** Returns every case. */
    public List<Case> cases() {
        return cases;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!present) {
            return;
        }
        System.out.printf(
                "golden %s%s: %d cases, largest deviation %.1e%n",
                name, single ? " in float32" : "", cases.size(), largestDeviation);
        List<String> skipped =
                cases.stream()
                        .filter(golden -> !golden.unchecked.isEmpty())
                        .map(golden -> golden + ": " + golden.unchecked)
                        .toList();
        assertTrue(skipped.isEmpty(), () -> "not compared: " + String.join("; ", skipped));
        assertTrue(!cases.isEmpty(), "no cases");
    }

    /** One call of the reference. */
    public final class Case {

        private final String caseName;
        private final JsonNode options;
        private final JsonNode inputs;
        private final JsonNode expected;
        private final Set<String> unchecked = new HashSet<>();

        private Case(JsonNode json) {
            caseName = json.required("name").asText();
            options = json.required("options");
            inputs = json.required("inputs");
            expected = json.required("expected");
            expected.fieldNames().forEachRemaining(unchecked::add);
        }

        private boolean fitsSinglePrecision() {
            String inputs = caseName + "|" + options.path("scenario").asText();
            return DOUBLE_ONLY.stream().noneMatch(inputs::contains);
        }

        /** Returns a setting, which may be the JSON null. */
        public JsonNode option(String key) {
            return options.required(key);
        }

        /** Returns a string setting. */
        public String text(String key) {
            return option(key).asText();
        }

        /** Returns a boolean setting. */
        public boolean flag(String key) {
            return option(key).booleanValue();
        }

        /** Returns a numeric setting. */
        public double setting(String key) {
            return GoldenFamily.number(option(key));
        }

        /** Returns whether an input is there and not null. */
        public boolean has(String key) {
            return inputs.hasNonNull(key);
        }

        /** Returns an input as it is in the file. */
        public JsonNode input(String key) {
            return inputs.required(key);
        }

        /** Returns an input of numbers, {@code [B]}. */
        public double[] vector(String key) {
            return GoldenFamily.vector(input(key));
        }

        /** Returns an input of numbers, {@code [B][L]}. */
        public double[][] matrix(String key) {
            return GoldenFamily.matrix(input(key));
        }

        /** Returns an input of 0 and 1, {@code [B][L]}. */
        public boolean[][] mask(String key) {
            return GoldenFamily.mask(input(key));
        }

        /** Returns an expected output as it is in the file; does not count as a comparison. */
        public JsonNode expected(String key) {
            return expected.required(key);
        }

        /**
         * Compares an output: numbers, (nested) arrays or lists, and maps with the same keys.
         * Booleans stand for 0 and 1.
         */
        public void expect(String key, @Nullable Object actual) {
            unchecked.remove(key);
            compare(expected(key), actual, caseName + ": " + key);
        }

        /**
         * Leaves outputs out that are not computed here; say why where this is called.
         *
         * @throws AssertionError if one is not an output of the case
         */
        public void leaveOut(String... outputs) {
            for (String output : outputs) {
                expected(output);
                unchecked.remove(output);
            }
        }

        private void compare(JsonNode want, @Nullable Object got, String where) {
            if (want.isNull()) {
                assertEquals(null, got, where);
            } else if (want.isArray()) {
                List<@Nullable Object> list = list(got, where);
                assertEquals(want.size(), list.size(), where + ": length");
                for (int i = 0; i < list.size(); i++) {
                    compare(want.get(i), list.get(i), where + "[" + i + "]");
                }
            } else if (want.isObject()) {
                Map<?, ?> map = (Map<?, ?>) Objects.requireNonNull(got, where);
                Set<String> keys = new HashSet<>();
                want.fieldNames().forEachRemaining(keys::add);
                Set<String> gotKeys = new HashSet<>();
                map.keySet().forEach(k -> gotKeys.add(String.valueOf(k)));
                assertEquals(keys, gotKeys, where);
                map.forEach(
                        (k, v) -> compare(want.required(String.valueOf(k)), v, where + "." + k));
            } else {
                double tolerance = want.isIntegralNumber() ? 0 : TOLERANCE;
                compare(GoldenFamily.number(want), scalar(got, where), tolerance, where);
            }
        }

        private void compare(double want, double got, double tolerance, String where) {
            if (Double.compare(want, got) == 0) {
                return;
            }
            double deviation = Math.abs(got - want) / Math.max(1, Math.abs(want));
            double allowed = tolerance * Math.max(1, Math.abs(want));
            if (single && tolerance > 0) {
                allowed = 1e-4 * Math.abs(want) + 1e-6;
            }
            if (!(Math.abs(got - want) <= allowed)) {
                fail(where + ": expected " + want + " but was " + got);
            }
            largestDeviation = Math.max(largestDeviation, deviation);
        }

        @Override
        public String toString() {
            return caseName;
        }
    }

    /**
     * Returns a number; not-a-number and the infinities are written as strings. False is 0, true 1.
     */
    public static double number(JsonNode number) {
        if (number.isBoolean()) {
            return number.booleanValue() ? 1 : 0;
        }
        assertTrue(number.isNumber() || number.isTextual(), () -> number + " is not a number");
        return number.isTextual() ? Double.parseDouble(number.asText()) : number.doubleValue();
    }

    /** Returns {@code [B]} numbers. */
    public static double[] vector(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToDouble(GoldenFamily::number)
                .toArray();
    }

    /** Returns {@code [B][L]} numbers. */
    public static double[][] matrix(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(GoldenFamily::vector)
                .toArray(double[][]::new);
    }

    /** Returns {@code [B][L]} marks, written as 0 and 1. */
    public static boolean[][] mask(JsonNode rows) {
        double[][] numbers = matrix(rows);
        boolean[][] marks = new boolean[numbers.length][];
        for (int b = 0; b < numbers.length; b++) {
            marks[b] = new boolean[numbers[b].length];
            for (int t = 0; t < numbers[b].length; t++) {
                assertTrue(numbers[b][t] == 0 || numbers[b][t] == 1, "not a mark");
                marks[b][t] = numbers[b][t] == 1;
            }
        }
        return marks;
    }

    private static List<@Nullable Object> list(@Nullable Object array, String where) {
        assertNotNull(array, where);
        if (array instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            list.add(Array.get(array, i));
        }
        return list;
    }

    private static double scalar(@Nullable Object value, String where) {
        if (value instanceof Boolean mark) {
            return mark ? 1 : 0;
        }
        return ((Number) Objects.requireNonNull(value, where)).doubleValue();
    }

    private static Optional<JsonNode> read(String family) {
        String file = family + ".json";
        String property = System.getProperty("luffy.golden");
        if (property != null && !Files.exists(Path.of(property, file))) {
            return Optional.empty();
        }
        try (InputStream in = location(file).openStream()) {
            return Optional.of(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
