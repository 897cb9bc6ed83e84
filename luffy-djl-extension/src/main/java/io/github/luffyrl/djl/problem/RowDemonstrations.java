package io.github.luffyrl.djl.problem;

import static io.github.luffyrl.djl.problem.RowValues.absent;
import static io.github.luffyrl.djl.problem.RowValues.string;
import static io.github.luffyrl.djl.problem.RowValues.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.problem.Demonstration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The demonstrations of a row, in each of the ways in which they are written. */
final class RowDemonstrations {

    private static final String PROBABILITIES = "behaviourProbabilities";
    private static final Set<String> KEYS = Set.of("text", "source", PROBABILITIES);

    private static final String TARGET_PROBABILITIES = "target_ds_qwen_7b_probs";
    private static final double FILLER = -1;

    private RowDemonstrations() {}

    /** The value of {@code demonstrations} in luffy's own layout. */
    static List<Demonstration> own(JsonNode list) {
        if (!list.isArray()) {
            throw wrong(
                    "demonstrations", "a list of texts or {\"text\": .., \"source\": ..}", list);
        }
        List<Demonstration> demonstrations = new ArrayList<>();
        list.forEach(d -> demonstrations.add(own("a demonstration", d)));
        return demonstrations;
    }

    private static Demonstration own(String what, JsonNode value) {
        if (value.isTextual()) {
            return Demonstration.of(value.textValue());
        }
        boolean fits =
                value.isObject()
                        && value.properties().stream().allMatch(e -> KEYS.contains(e.getKey()));
        if (!fits) {
            throw wrong(what, "an object with the keys " + new TreeSet<>(KEYS), value);
        }
        if (absent(value.path("text"))) {
            throw new IllegalArgumentException(
                    "no \"text\" in " + RowValues.shown(value) + "; add it");
        }
        JsonNode source = value.path("source");
        JsonNode probabilities = value.path(PROBABILITIES);
        return new Demonstration(
                string("text", value.path("text")),
                absent(source) ? "" : string("source", source),
                absent(probabilities) ? new float[0] : probabilities(probabilities));
    }

    private static float[] probabilities(JsonNode list) {
        boolean numbers = list.isArray() && list.valueStream().allMatch(JsonNode::isNumber);
        if (!numbers || list.isEmpty()) {
            throw wrong(PROBABILITIES, "a list of numbers, or left out", list);
        }
        float[] probabilities = new float[list.size()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = list.get(i).floatValue();
        }
        return probabilities;
    }

    /** The value of a field that the user names: nulls and empty texts in a list are left out. */
    static List<Demonstration> named(String path, JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().isEmpty()
                    ? List.of()
                    : List.of(Demonstration.of(value.textValue()));
        }
        if (!value.isArray()) {
            throw wrong(path, "a text, a list of texts or chat messages", value);
        }
        List<JsonNode> elements = present(value);
        if (!elements.isEmpty() && elements.stream().allMatch(e -> e.has("role"))) {
            return RowValues.reply(path, elements).stream().map(Demonstration::of).toList();
        }
        return elements.stream().map(e -> own("a demonstration of " + path, e)).toList();
    }

    private static List<JsonNode> present(JsonNode list) {
        return list.valueStream()
                .filter(e -> !e.isNull() && !(e.isTextual() && e.textValue().isEmpty()))
                .toList();
    }

    /** {@code target} of LUFFY's authors, then what {@code target_lst} has beside it. */
    static List<Demonstration> ofAuthors(JsonNode row) {
        float[] probabilities = paddedProbabilities(row.path(TARGET_PROBABILITIES));
        List<Demonstration> demonstrations = new ArrayList<>();
        Set<String> texts = new LinkedHashSet<>();
        for (String target : target(row.path("target"))) {
            texts.add(target);
            demonstrations.add(new Demonstration(target, "", probabilities));
        }
        for (JsonNode further : list("target_lst", row.path("target_lst"))) {
            String text = string("target_lst", further);
            if (texts.add(text)) {
                demonstrations.add(Demonstration.of(text));
            }
        }
        return demonstrations;
    }

    /** The assistant's message as it is; the layout has one, so more are not taken for several. */
    private static List<String> target(JsonNode target) {
        return RowValues.reply("target", list("target", target)).stream().toList();
    }

    private static List<JsonNode> list(String what, JsonNode value) {
        if (absent(value)) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(what, "a list, or named by data.fields.demonstrations", value);
        }
        return present(value);
    }

    /** Without the filler at the end, which makes the lists of a file equally long. */
    private static float[] paddedProbabilities(JsonNode padded) {
        if (!absent(padded) && !padded.isArray()) {
            throw wrong(TARGET_PROBABILITIES, "a list of numbers", padded);
        }
        int length = padded.size();
        while (length > 0 && isFiller(padded.get(length - 1))) {
            length--;
        }
        float[] probabilities = new float[length];
        for (int i = 0; i < length; i++) {
            JsonNode value = padded.get(i);
            if (!value.isNumber()) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "%s[%d] is %s; leave all of them out if any is unknown",
                                TARGET_PROBABILITIES,
                                i,
                                RowValues.shown(value)));
            }
            probabilities[i] = value.floatValue();
        }
        return probabilities;
    }

    private static boolean isFiller(JsonNode value) {
        return value.isNumber() && value.doubleValue() == FILLER;
    }
}
