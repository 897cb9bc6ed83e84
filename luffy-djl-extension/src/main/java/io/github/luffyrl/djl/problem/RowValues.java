package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.problem.ChatMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the values of a row mean, the same for JSON and Parquet; what means nothing is refused. */
final class RowValues {

    /** Keys of a message that change the prompt; others, such as name, do not. */
    private static final Set<String> TELLING =
            Set.of("tool_calls", "function_call", "reasoning_content", "thinking");

    private static final int SHOWN = 80; // characters of a wrong value in a message
    private static final int PLAIN_DIGITS = 40;

    private RowValues() {}

    static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    static String string(String what, JsonNode value) {
        if (!value.isTextual()) {
            throw wrong(what, "a string", value);
        }
        return value.textValue();
    }

    static String textOrNumber(String what, JsonNode value) {
        boolean finite = !value.isFloatingPointNumber() || Double.isFinite(value.doubleValue());
        if (!value.isTextual() && !(value.isNumber() && (finite || value.isBigDecimal()))) {
            throw wrong(what, "a string or a number", value);
        }
        return text(value);
    }

    /** A number as it is written without an exponent, unless that is very long. */
    static String text(JsonNode value) {
        if (value.isBigDecimal()) {
            BigDecimal number = value.decimalValue();
            boolean plain = Math.abs((long) number.scale()) <= PLAIN_DIGITS;
            return plain ? number.toPlainString() : number.toString();
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    /** A conversation, or the text of a user. */
    static List<ChatMessage> prompt(String what, JsonNode prompt) {
        List<ChatMessage> messages;
        if (prompt.isTextual()) {
            messages = List.of(ChatMessage.user(prompt.textValue()));
        } else if (prompt.isArray()) {
            messages = messages(what, prompt);
        } else {
            throw wrong(what, "a string or a list of {\"role\": .., \"content\": ..}", prompt);
        }
        requireContent(what, messages, prompt);
        return messages;
    }

    static void requireContent(String what, List<ChatMessage> messages, JsonNode prompt) {
        if (messages.stream().allMatch(m -> m.content().isBlank())) {
            throw new IllegalArgumentException(
                    what + " is empty: " + shown(prompt) + "; write the problem's text there");
        }
    }

    static List<ChatMessage> messages(String what, Iterable<JsonNode> list) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : list) {
            String one = "a message of " + what;
            if (!message.isObject()) {
                throw wrong(one, "an object with the keys role and content", message);
            }
            message.properties().forEach(e -> requireUntold(one, e.getKey(), e.getValue()));
            messages.add(
                    new ChatMessage(
                            string("role", ofMessage(one, message, "role")),
                            content(ofMessage(one, message, "content"))));
        }
        return messages;
    }

    private static void requireUntold(String what, String key, JsonNode value) {
        boolean empty = value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
        if (TELLING.contains(key) && !absent(value) && !empty) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s has %s = %s, which a prompt cannot have here; leave the row out",
                            what,
                            key,
                            shown(value)));
        }
    }

    private static JsonNode ofMessage(String what, JsonNode message, String key) {
        JsonNode value = message.path(key);
        if (absent(value)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s has no \"%s\": %s; add it",
                            what,
                            key,
                            shown(message)));
        }
        return value;
    }

    /** A text, or the parts of one. */
    private static String content(JsonNode content) {
        if (!content.isArray()) {
            return string("content", content);
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            JsonNode type = part.path("type");
            if (!type.asText().equals("text") || !part.path("text").isTextual()) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "content has a part of the type %s: %s; need texts only",
                                type,
                                shown(part)));
            }
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }

    /** The text of the one assistant's message, if there is one that is not empty. */
    static Optional<String> reply(String what, Iterable<JsonNode> list) {
        List<String> texts =
                messages(what, list).stream()
                        .filter(m -> m.role().equals("assistant") && !m.content().isEmpty())
                        .map(ChatMessage::content)
                        .toList();
        if (texts.size() > 1) {
            throw new IllegalArgumentException(
                    what
                            + " has "
                            + texts.size()
                            + " assistant messages, need one: the whole response");
        }
        return texts.stream().findFirst();
    }

    static IllegalArgumentException wrong(String what, String expected, JsonNode value) {
        return new IllegalArgumentException(
                what + " must be " + expected + ", but is " + shown(value));
    }

    static String shown(JsonNode value) {
        return shown(value.toString());
    }

    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "..";
    }
}
