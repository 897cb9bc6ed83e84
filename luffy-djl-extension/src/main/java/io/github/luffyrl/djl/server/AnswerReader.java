package io.github.luffyrl.djl.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the answers of completions and chats. Servers say the tokens in different places: {@code
 * token_ids} (vLLM), {@code tokens} (llama.cpp), {@code logprobs.content[].id} (llama.cpp) and
 * {@code logprobs.tokens} as {@code "token_id:17"} (vLLM).
 */
final class AnswerReader {

    private static final String TOKEN_ID = "token_id:";

    private final String place;

    /** {@code place} names the request in errors. */
    AnswerReader(String place) {
        this.place = place;
    }

    /** Reads the only choice of a completion. */
    Generated completion(JsonNode answer) {
        JsonNode choice = choice(answer);
        return generated(answer, choice, text(choice.path("text"), "choices[0].text"));
    }

    /** Reads the only choice of a chat. */
    Generated chat(JsonNode answer) {
        JsonNode choice = choice(answer);
        JsonNode message = choice.path("message");
        for (String field : List.of("reasoning_content", "reasoning")) {
            if (!message.path(field).asText().isEmpty() && !message.path(field).isNull()) {
                throw refused(
                        "the server splits the reasoning off (message."
                                + field
                                + "), so that the response as the model wrote it is lost: start it"
                                + " without a reasoning parser");
            }
        }
        return generated(
                answer, choice, text(message.path("content"), "choices[0].message.content"));
    }

    private JsonNode choice(JsonNode answer) {
        JsonNode choices = answer.path("choices");
        if (!choices.isArray() || choices.size() != 1) {
            throw refused("need one element in choices, got " + shown(answer));
        }
        return choices.get(0);
    }

    private Generated generated(JsonNode answer, JsonNode choice, String text) {
        JsonNode logprobs = choice.path("logprobs");
        Optional<List<String>> pieces = pieces(logprobs);
        Optional<int[]> ids = ids(choice, logprobs, pieces);
        Optional<float[]> logProbs = logProbs(logprobs);
        if (ids.isPresent() && logProbs.isPresent()) {
            requireOneEach(ids.get().length, logProbs.get().length);
        }
        if (pieces.isPresent() && logProbs.isPresent()) {
            requireOneEach(pieces.get().size(), logProbs.get().length);
        }
        Optional<int[]> promptIds =
                integers(choice.path("prompt_token_ids"))
                        .or(() -> integers(answer.path("prompt_token_ids")));
        return new Generated(
                text,
                ids,
                logProbs,
                pieces,
                stopped(choice.path("finish_reason")),
                promptIds,
                count(answer.path("usage").path("prompt_tokens")),
                count(answer.path("usage").path("completion_tokens")));
    }

    private void requireOneEach(int tokens, int logProbs) {
        if (tokens != logProbs) {
            throw refused(logProbs + " log-probabilities for " + tokens + " tokens");
        }
    }

    private boolean stopped(JsonNode reason) {
        return switch (reason.asText()) {
            case "stop" -> true;
            case "length" -> false;
            default -> throw refused("finish_reason = " + reason + ", need \"stop\" or \"length\"");
        };
    }

    private Optional<int[]> ids(JsonNode choice, JsonNode logprobs, Optional<List<String>> pieces) {
        Optional<int[]> ids =
                integers(choice.path("token_ids")).or(() -> integers(choice.path("tokens")));
        if (ids.isPresent()) {
            return ids;
        }
        if (logprobs.path("content").path(0).has("id")) {
            List<JsonNode> content = elements(logprobs.path("content"));
            return Optional.of(content.stream().mapToInt(t -> id(t.path("id"))).toArray());
        }
        return pieces.filter(all -> all.stream().allMatch(piece -> piece.startsWith(TOKEN_ID)))
                .filter(all -> !all.isEmpty())
                .map(all -> all.stream().mapToInt(this::id).toArray());
    }

    private int id(String piece) {
        try {
            return Integer.parseInt(piece.substring(TOKEN_ID.length()));
        } catch (NumberFormatException e) {
            throw refused("the token " + piece);
        }
    }

    private int id(JsonNode node) {
        if (!node.isInt() || node.intValue() < 0) {
            throw refused("the token id " + node);
        }
        return node.intValue();
    }

    private Optional<int[]> integers(JsonNode array) {
        return array.isArray() && !array.isEmpty()
                ? Optional.of(elements(array).stream().mapToInt(this::id).toArray())
                : Optional.empty();
    }

    private static Optional<List<String>> pieces(JsonNode logprobs) {
        if (logprobs.path("tokens").isArray()) {
            return Optional.of(
                    elements(logprobs.path("tokens")).stream().map(JsonNode::asText).toList());
        }
        if (logprobs.path("content").isArray()) {
            return Optional.of(
                    elements(logprobs.path("content")).stream()
                            .map(token -> token.path("token").asText())
                            .toList());
        }
        return Optional.empty();
    }

    private Optional<float[]> logProbs(JsonNode logprobs) {
        List<JsonNode> values;
        if (logprobs.path("token_logprobs").isArray()) {
            values = elements(logprobs.path("token_logprobs"));
        } else if (logprobs.path("content").isArray()) {
            values =
                    elements(logprobs.path("content")).stream()
                            .map(token -> token.path("logprob"))
                            .toList();
        } else {
            return Optional.empty();
        }
        float[] read = new float[values.size()];
        for (int i = 0; i < read.length; i++) {
            double value = values.get(i).asDouble(Double.NaN);
            if (!values.get(i).isNumber() || !(value <= 1e-3)) { // engines round above 0
                throw refused("the log-probability " + values.get(i) + ", need one up to 0");
            }
            read[i] = (float) Math.min(value, 0);
        }
        return Optional.of(read);
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    private static Optional<Integer> count(JsonNode node) {
        return node.isInt() ? Optional.of(node.intValue()) : Optional.empty();
    }

    private String text(JsonNode node, String field) {
        if (!node.isTextual()) {
            throw refused(field + " = " + shown(node) + ", need a string");
        }
        return node.textValue();
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 200 ? text.substring(0, 200) + " .." : text;
    }

    private ServerException refused(String problem) {
        return new ServerException(place + ": " + problem);
    }
}
