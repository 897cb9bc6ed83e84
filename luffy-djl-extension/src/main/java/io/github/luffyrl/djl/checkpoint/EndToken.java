package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.djl.internal.JsonFile;
import io.github.luffyrl.djl.internal.SpecialTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/** The {@code eos_token} of the tokenizer beside a model: what ends a turn and a demonstration. */
final class EndToken {

    private EndToken() {}

    /** Its id; empty if the folder has no tokenizer or the tokenizer no such token. */
    static OptionalInt of(Path dir) throws IOException {
        SpecialTokens tokens = SpecialTokens.read(dir);
        String text = tokens.text("eos_token");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        JsonNode decoder = tokens.config().path("added_tokens_decoder");
        for (Map.Entry<String, JsonNode> added : decoder.properties()) {
            if (added.getValue().path("content").asText().equals(text)) {
                return OptionalInt.of(Integer.parseInt(added.getKey()));
            }
        }
        JsonNode tokenizer = JsonFile.read(dir.resolve("tokenizer.json"));
        for (JsonNode added : tokenizer.path("added_tokens")) {
            if (added.path("content").asText().equals(text)) {
                return OptionalInt.of(added.path("id").asInt());
            }
        }
        JsonNode id = tokenizer.path("model").path("vocab").path(text);
        return id.isInt() ? OptionalInt.of(id.intValue()) : OptionalInt.empty();
    }
}
