package io.github.luffyrl.djl.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
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
    static String of(Path dir, JsonNode config) throws IOException {
        JsonNode flag = config.path("add_bos_token");
        if (flag.isBoolean()) {
            JsonNode token = config.path("bos_token");
            String text = token.path("content").asText(token.asText(""));
            return flag.booleanValue() && !token.isNull() ? text : "";
        }
        Path file = dir.resolve("tokenizer.json");
        return Files.isRegularFile(file) ? first(JsonFile.read(file).path("post_processor")) : "";
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
