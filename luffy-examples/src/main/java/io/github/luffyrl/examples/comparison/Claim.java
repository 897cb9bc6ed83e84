package io.github.luffyrl.examples.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.luffyrl.examples.task.SetRole;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A claim of a paper, and how a comparison addresses it.
 *
 * @param id names it
 * @param paper that makes it
 * @param says what the paper says, with its figures
 * @param test how it is addressed
 */
record Claim(String id, String paper, String says, Test test) {

    private static final String RESOURCE = "/claims.yaml";

    /** How a claim is addressed. */
    sealed interface Test {

        /**
         * One quantity is greater than another, or not below it by more than a margin.
         *
         * @param margin added to {@code more}
         * @param atEqualCompute whether it says nothing at equal steps
         */
        record Greater(Quantity more, Quantity less, double margin, boolean atEqualCompute)
                implements Test {}

        /** Not at all. */
        record Outside(String reason) implements Test {}
    }

    /** The claims that come with luffy. */
    static List<Claim> all() throws IOException {
        try (InputStream in = Claim.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new FileNotFoundException("no resource " + RESOURCE);
            }
            return read(new YAMLMapper().readTree(in));
        }
    }

    /** Reads a list of claims. */
    static List<Claim> read(JsonNode list) {
        List<Claim> claims = new ArrayList<>();
        for (JsonNode claim : list) {
            claims.add(
                    new Claim(
                            text(claim, "id"),
                            text(claim, "paper"),
                            text(claim, "says"),
                            test(claim)));
        }
        return claims;
    }

    private static Test test(JsonNode claim) {
        if (claim.has("outside")) {
            return new Test.Outside(text(claim, "outside"));
        }
        return new Test.Greater(
                quantity(claim.path("more")),
                quantity(claim.path("less")),
                claim.path("margin").asDouble(0),
                claim.path("equal").asText().equals("compute"));
    }

    private static Quantity quantity(JsonNode node) {
        if (node.isNumber()) {
            return new Quantity.Constant(node.asDouble());
        }
        return new Quantity.Measured(
                text(node, "method"),
                Measure.of(text(node, "measure")),
                node.has("set")
                        ? Optional.of(
                                SetRole.valueOf(
                                        text(node, "set")
                                                .toUpperCase(Locale.ROOT)
                                                .replace('-', '_')))
                        : Optional.empty());
    }

    private static String text(JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw new IllegalArgumentException(RESOURCE + ": no " + key + " in " + node);
        }
        return node.path(key).asText();
    }
}
