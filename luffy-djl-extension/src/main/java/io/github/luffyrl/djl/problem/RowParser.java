package io.github.luffyrl.djl.problem;

import static io.github.luffyrl.djl.problem.RowValues.absent;
import static io.github.luffyrl.djl.problem.RowValues.string;
import static io.github.luffyrl.djl.problem.RowValues.textOrNumber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes problems of the rows of one file. A row with {@code reward_model} is in the layout of
 * LUFFY's authors, any other in luffy's own; fields that the user names go before both.
 */
final class RowParser {

    private static final String REWARD_MODEL = "reward_model";
    private static final String TRUTH = "reward_model.ground_truth";
    private static final int SHOWN_NAMES = 30;

    /** What becomes an attribute in the layout of LUFFY's authors, which has more columns. */
    private static final List<String> AUTHORS_ATTRIBUTES =
            List.of("ability", "reward_model.style", "extra_info.index", "extra_info.split");

    private final ReadingOptions options;
    private final ProblemFields fields;
    private final Map<String, String> unseen = new LinkedHashMap<>();
    private final Set<String> names = new TreeSet<>();

    RowParser(ReadingOptions options) {
        this.options = options;
        fields = options.fields();
        expect("demonstrations", fields.demonstrations());
        expect("id", fields.id());
        expect("source", fields.source());
    }

    private void expect(String target, String path) {
        if (isNamed(path)) {
            unseen.put(path, "data.fields." + target);
        }
    }

    private static boolean isNamed(String path) {
        return !path.equals(ProblemFields.AUTO);
    }

    /**
     * Parses a row.
     *
     * @throws IllegalArgumentException if it is no problem
     */
    Problem problem(JsonNode row, String defaultId, Runnable emptyTarget) {
        if (!row.isObject()) {
            throw RowValues.wrong(
                    "a line", "an object such as {\"prompt\": .., \"answer\": ..}", row);
        }
        if (names.isEmpty()) {
            names.addAll(names(row));
        }
        unseen.keySet().removeIf(path -> !at(row, path).isMissingNode());
        boolean authors = row.has(REWARD_MODEL) && !answersItself(row);
        JsonNode id = at(row, isNamed(fields.id()) ? fields.id() : "id");
        List<Demonstration> demonstrations = demonstrations(row, authors);
        if (demonstrations.isEmpty() && !row.path("target").isEmpty() && authors) {
            emptyTarget.run();
        }
        return new Problem(
                absent(id) || (authors && !isNamed(fields.id()))
                        ? defaultId
                        : textOrNumber("id", id),
                source(row, authors),
                prompt(row),
                answer(row, authors),
                demonstrations,
                authors ? authorsAttributes(row) : attributes(row));
    }

    /** Whether the answer is that of luffy's own layout, although the row has the authors' one. */
    private boolean answersItself(JsonNode row) {
        JsonNode answer = row.path("answer");
        JsonNode truth = at(row, TRUTH);
        if (isNamed(fields.answer()) || absent(answer)) {
            return false;
        }
        if (!absent(truth) && !RowValues.text(truth).equals(RowValues.text(answer))) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "two answers, answer = %s and %s = %s; name one: data.fields.answer=%s",
                            RowValues.shown(answer),
                            TRUTH,
                            RowValues.shown(truth),
                            TRUTH));
        }
        return absent(truth);
    }

    private String source(JsonNode row, boolean authors) {
        String path =
                isNamed(fields.source()) ? fields.source() : authors ? "data_source" : "source";
        JsonNode source = at(row, path);
        return absent(source) ? "" : string(path, source);
    }

    private List<ChatMessage> prompt(JsonNode row) {
        String path = promptPath();
        JsonNode value = required(row, path, "prompt");
        if (!isConversation() || !value.isArray()) {
            return RowValues.prompt(path, value);
        }
        List<ChatMessage> messages = RowValues.messages(path, value);
        requireReply(path, messages, value);
        List<ChatMessage> prompt = messages.subList(0, messages.size() - 1);
        RowValues.requireContent(path, prompt, value);
        return prompt;
    }

    private String promptPath() {
        return isNamed(fields.prompt()) ? fields.prompt() : "prompt";
    }

    /** Whether one field holds prompt and demonstration. */
    private boolean isConversation() {
        return fields.demonstrations().equals(promptPath());
    }

    private static void requireReply(String path, List<ChatMessage> messages, JsonNode value) {
        if (messages.isEmpty() || !messages.get(messages.size() - 1).role().equals("assistant")) {
            throw new IllegalArgumentException(
                    path
                            + " does not end with an assistant's message, which would be the"
                            + " demonstration: "
                            + RowValues.shown(value));
        }
    }

    private String answer(JsonNode row, boolean authors) {
        String path = isNamed(fields.answer()) ? fields.answer() : authors ? TRUTH : "answer";
        String field = textOrNumber(path, required(row, path, "answer"));
        String text =
                options.answerText()
                        .find(field)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                String.format(
                                                        Locale.ROOT,
                                                        "%s does not hold %s (data.answerText): %s",
                                                        path,
                                                        options.answerText(),
                                                        RowValues.shown(field))));
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    path + " is empty; no response could ever be right, so leave the line out");
        }
        return text;
    }

    private List<Demonstration> demonstrations(JsonNode row, boolean authors) {
        String path = fields.demonstrations();
        if (!isNamed(path)) {
            JsonNode own = row.path("demonstrations");
            if (authors) {
                return RowDemonstrations.ofAuthors(row);
            }
            return absent(own) ? List.of() : RowDemonstrations.own(own);
        }
        JsonNode value = at(row, path);
        if (absent(value)) {
            return List.of();
        }
        if (isConversation()) {
            JsonNode last = value.path(value.size() - 1);
            return RowValues.reply(path, List.of(last)).stream().map(Demonstration::of).toList();
        }
        return RowDemonstrations.named(path, value);
    }

    private static Map<String, String> authorsAttributes(JsonNode row) {
        Map<String, String> attributes = new TreeMap<>();
        for (String path : AUTHORS_ATTRIBUTES) {
            JsonNode value = at(row, path);
            if (!absent(value)) {
                attributes.put(path, RowValues.text(value));
            }
        }
        return attributes;
    }

    private Map<String, String> attributes(JsonNode row) {
        Set<String> used = new HashSet<>();
        used.add(promptPath());
        used.add(isNamed(fields.answer()) ? fields.answer() : "answer");
        used.add(isNamed(fields.demonstrations()) ? fields.demonstrations() : "demonstrations");
        used.add(isNamed(fields.id()) ? fields.id() : "id");
        used.add(isNamed(fields.source()) ? fields.source() : "source");
        Map<String, String> attributes = new TreeMap<>();
        row.properties()
                .forEach(
                        e -> {
                            if (!used.contains(e.getKey()) && !absent(e.getValue())) {
                                attributes.put(e.getKey(), RowValues.text(e.getValue()));
                            }
                        });
        return attributes;
    }

    private static JsonNode required(JsonNode row, String path, String target) {
        JsonNode value = at(row, path);
        if (absent(value)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "no \"%s\" in %s; add it, or name its field: data.fields.%s=.. (it has %s)",
                            path,
                            RowValues.shown(row),
                            target,
                            shownNames(names(row))));
        }
        return value;
    }

    /** The field of that name, or the one that the path leads to. */
    private static JsonNode at(JsonNode row, String path) {
        JsonNode whole = row.path(path);
        int dot = path.indexOf('.');
        if (!whole.isMissingNode() || dot < 0) {
            return whole;
        }
        JsonNode nested = row.path(path.substring(0, dot));
        return nested.isObject() ? at(nested, path.substring(dot + 1)) : MissingNode.getInstance();
    }

    private static Set<String> names(JsonNode row) {
        Set<String> names = new TreeSet<>();
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            names.add(field.getKey());
            field.getValue()
                    .properties()
                    .forEach(nested -> names.add(field.getKey() + "." + nested.getKey()));
        }
        return names;
    }

    private static String shownNames(Set<String> names) {
        String some = names.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
        return names.size() > SHOWN_NAMES ? some + ", .." : some;
    }

    /** Checks, after the last row, that the fields which the user names are there. */
    void requireFields(String file) {
        if (names.isEmpty() || unseen.isEmpty()) {
            return;
        }
        Map.Entry<String, String> first = unseen.entrySet().iterator().next();
        throw new IllegalArgumentException(
                String.format(
                        Locale.ROOT,
                        "%s: %s = %s, but no row has this field; there are %s",
                        file,
                        first.getValue(),
                        first.getKey(),
                        shownNames(names)));
    }
}
