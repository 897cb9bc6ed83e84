package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/** The {@code eos_token} of the tokenizer beside a model: what ends a turn and a demonstration. */
final class EndToken {

    private EndToken() {}

    /** Its id; empty if the folder has no tokenizer or the tokenizer no such token. */
    static OptionalInt of(Path dir) throws IOException {
        JsonNode config = read(dir.resolve("tokenizer_config.json"));
        JsonNode token = config.path("eos_token");
        String text = (token.isObject() ? token.path("content") : token).asText("");
        if (token.isNull() || text.isEmpty()) {
            return OptionalInt.empty();
        }
        for (Map.Entry<String, JsonNode> added : config.path("added_tokens_decoder").properties()) {
            if (added.getValue().path("content").asText().equals(text)) {
                return OptionalInt.of(Integer.parseInt(added.getKey()));
            }
        }
        JsonNode tokenizer = read(dir.resolve("tokenizer.json"));
        for (JsonNode added : tokenizer.path("added_tokens")) {
            if (added.path("content").asText().equals(text)) {
                return OptionalInt.of(added.path("id").asInt());
            }
        }
        JsonNode id = tokenizer.path("model").path("vocab").path(text);
        return id.isInt() ? OptionalInt.of(id.intValue()) : OptionalInt.empty();
    }

    private static JsonNode read(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? new ObjectMapper().readTree(file.toFile())
                : MissingNode.getInstance();
    }
}
