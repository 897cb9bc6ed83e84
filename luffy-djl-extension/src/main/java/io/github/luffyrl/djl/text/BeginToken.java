package io.github.luffyrl.djl.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.djl.internal.JsonFile;
import io.github.luffyrl.djl.internal.SpecialTokens;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The token that a tokenizer puts before every text, such as {@code <s>}. Hugging Face adds it when
 * it encodes a prompt that no chat template wrote.
 */
final class BeginToken {

    private BeginToken() {}

    /**
     * Reads which it is. {@code add_bos_token} of {@code tokenizer_config.json} decides where it is
     * set, else the post-processor of {@code tokenizer.json}.
     *
     * @return its text, or nothing
     */
    static String of(Path dir, SpecialTokens tokens) throws IOException {
        JsonNode flag = tokens.config().path("add_bos_token");
        if (flag.isBoolean()) {
            return flag.booleanValue() ? tokens.text("bos_token") : "";
        }
        return first(JsonFile.read(dir.resolve("tokenizer.json")).path("post_processor"));
    }

    private static String first(JsonNode processor) {
        if (processor.path("type").asText().equals("Sequence")) {
            for (JsonNode part : processor.path("processors")) {
                String first = first(part);
                if (!first.isEmpty()) {
                    return first;
                }
            }
            return "";
        }
        return processor.path("single").path(0).path("SpecialToken").path("id").asText("");
    }
}
