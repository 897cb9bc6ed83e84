package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Problems of a JSON Lines file. */
final class JsonLinesProblems {

    private static final Set<String> KEYS =
            Set.of("id", "source", "prompt", "answer", "demonstrations");
    private static final String PROBABILITIES = "behaviourProbabilities";
    private static final int SHOWN = 80; // characters of a wrong value in a message

    /** Numbers keep their digits: the answer 0.10 is not 0.1. */
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private JsonLinesProblems() {}

    /** Adds a file's problems; their ids default to {@code name:LINE}. */
    static void read(Path file, String name, ProblemCollector problems) throws IOException {
        int number = 0;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                number++;
                String line = text;
                String id = name + ":" + number;
                if (line.isBlank()) {
                    problems.skip("blank line", id);
                } else {
                    problems.row(file + ":" + number, () -> problem(line, id));
                }
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    file + ": not UTF-8 somewhere after line " + number + "; convert the file", e);
        }
    }

    private static Problem problem(String text, String defaultId) {
        JsonNode object = parse(text);
        JsonNode id = object.path("id");
        JsonNode demonstrations = object.path("demonstrations");
        return new Problem(
                absent(id) ? defaultId : textOrNumber("id", id),
                absent(object.path("source")) ? "" : string("source", object.path("source")),
                prompt(required(object, "prompt")),
                answer(required(object, "answer")),
                absent(demonstrations) ? List.of() : demonstrations(demonstrations),
                attributes(object));
    }

    private static JsonNode parse(String text) {
        JsonNode object;
        try {
            object = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not JSON: "
                            + e.getOriginalMessage()
                            + " in "
                            + shown(text)
                            + "; write one object a line",
                    e);
        }
        if (!object.isObject()) {
            throw wrong("a line", "an object such as {\"prompt\": .., \"answer\": ..}", object);
        }
        return object;
    }

    private static List<ChatMessage> prompt(JsonNode prompt) {
        List<ChatMessage> messages = new ArrayList<>();
        if (prompt.isTextual()) {
            messages.add(ChatMessage.user(prompt.textValue()));
        } else if (prompt.isArray()) {
            for (JsonNode m : prompt) {
                only("a message of prompt", m, Set.of("role", "content"));
                messages.add(
                        new ChatMessage(
                                string("role", required(m, "role")),
                                string("content", required(m, "content"))));
            }
        } else {
            throw wrong("prompt", "a string or a list of {\"role\": .., \"content\": ..}", prompt);
        }
        if (messages.stream().allMatch(m -> m.content().isBlank())) {
            throw new IllegalArgumentException(
                    "prompt is empty: " + prompt + "; write the problem's text there");
        }
        return messages;
    }

    private static String answer(JsonNode answer) {
        String text = textOrNumber("answer", answer);
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "answer is empty; no response could ever be right, so leave the line out");
        }
        return text;
    }

    private static List<Demonstration> demonstrations(JsonNode list) {
        if (!list.isArray()) {
            throw wrong(
                    "demonstrations", "a list of texts or {\"text\": .., \"source\": ..}", list);
        }
        List<Demonstration> demonstrations = new ArrayList<>();
        for (JsonNode d : list) {
            if (d.isTextual()) {
                demonstrations.add(Demonstration.of(d.textValue()));
            } else {
                only("a demonstration", d, Set.of("text", "source", PROBABILITIES));
                JsonNode source = d.path("source");
                JsonNode probabilities = d.path(PROBABILITIES);
                demonstrations.add(
                        new Demonstration(
                                string("text", required(d, "text")),
                                absent(source) ? "" : string("source", source),
                                absent(probabilities)
                                        ? new float[0]
                                        : probabilities(probabilities)));
            }
        }
        return demonstrations;
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

    private static Map<String, String> attributes(JsonNode object) {
        Map<String, String> attributes = new TreeMap<>();
        object.properties()
                .forEach(
                        e -> {
                            if (!KEYS.contains(e.getKey()) && !absent(e.getValue())) {
                                attributes.put(e.getKey(), text(e.getValue()));
                            }
                        });
        return attributes;
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static JsonNode required(JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (absent(value)) {
            throw new IllegalArgumentException(
                    "no \"" + key + "\" in " + shown(object.toString()) + "; add it");
        }
        return value;
    }

    private static void only(String what, JsonNode object, Set<String> keys) {
        boolean fits =
                object.isObject()
                        && object.properties().stream().allMatch(e -> keys.contains(e.getKey()));
        if (!fits) {
            throw wrong(what, "an object with the keys " + new TreeSet<>(keys), object);
        }
    }

    private static String string(String key, JsonNode value) {
        if (!value.isTextual()) {
            throw wrong(key, "a string", value);
        }
        return value.textValue();
    }

    private static String textOrNumber(String key, JsonNode value) {
        if (!value.isTextual() && !value.isNumber()) {
            throw wrong(key, "a string or a number", value);
        }
        return text(value);
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private static IllegalArgumentException wrong(String what, String expected, JsonNode value) {
        return new IllegalArgumentException(
                what + " must be " + expected + ", but is " + shown(value.toString()));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "..";
    }
}
