package io.github.luffyrl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Numbers that the reference implementations gave in double arithmetic, as test resources {@code
 * golden/FAMILY.json}: a list of cases, each with a name, options, inputs and expected outputs.
 */
public final class GoldenFile {

    private GoldenFile() {}

    /** One call of the reference. */
    public record Case(String name, JsonNode options, JsonNode inputs, JsonNode expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Returns the cases that the code under test can express; never an empty list. */
    public static List<Case> cases(String family, Predicate<Case> supported) {
        JsonNode file = read("/golden/" + family + ".json");
        assertEquals("luffy-golden/1", file.required("format").asText());
        assertEquals(family, file.required("family").asText());
        List<Case> all =
                StreamSupport.stream(file.required("cases").spliterator(), false)
                        .map(
                                c ->
                                        new Case(
                                                c.required("name").asText(),
                                                c.required("options"),
                                                c.required("inputs"),
                                                c.required("expected")))
                        .toList();
        List<Case> run = all.stream().filter(supported).toList();
        System.out.printf("golden %s: %d of %d cases%n", family, run.size(), all.size());
        if (run.isEmpty()) {
            throw new AssertionError("no case of " + family + " is supported");
        }
        return run;
    }

    /** Returns {@code [B][L]} numbers. */
    public static double[][] matrix(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(GoldenFile::vector)
                .toArray(double[][]::new);
    }

    /** Returns {@code [B][L]} marks, given as 0 and 1. */
    public static boolean[][] marks(JsonNode rows) {
        double[][] numbers = matrix(rows);
        boolean[][] marks = new boolean[numbers.length][];
        for (int b = 0; b < numbers.length; b++) {
            marks[b] = new boolean[numbers[b].length];
            for (int t = 0; t < numbers[b].length; t++) {
                marks[b][t] = numbers[b][t] == 1;
            }
        }
        return marks;
    }

    /** Fails unless the number agrees with the reference within 1e-9 * max(1, |expected|). */
    public static void assertGolden(double expected, double actual, String what) {
        double tolerance = 1e-9 * Math.max(1, Math.abs(expected));
        assertEquals(expected, actual, Math.min(tolerance, Double.MAX_VALUE), what);
    }

    private static double[] vector(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToDouble(GoldenFile::number)
                .toArray();
    }

    /** Returns a number; not-a-number and the infinities are written as strings. */
    public static double number(JsonNode number) {
        return number.isTextual() ? Double.parseDouble(number.asText()) : number.doubleValue();
    }

    private static JsonNode read(String resource) {
        try (InputStream in = GoldenFile.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
