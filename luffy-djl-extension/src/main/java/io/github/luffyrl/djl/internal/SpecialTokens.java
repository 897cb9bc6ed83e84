package io.github.luffyrl.djl.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The special tokens of a tokenizer. As in Hugging Face transformers, {@code
 * special_tokens_map.json} goes before {@code tokenizer_config.json}, unless that one is of the
 * newer kind, with {@code added_tokens_decoder}.
 */
public final class SpecialTokens {

    /** {@code tokenizer_config.json}. */
    public static final String CONFIG = "tokenizer_config.json";

    private final JsonNode config;
    private final JsonNode map;

    private SpecialTokens(JsonNode config, JsonNode map) {
        this.config = config;
        this.map = map;
    }

    /**
     * Reads those of a folder.
     *
     * @param dir the folder; files that are missing say nothing
     * @return the tokens
     * @throws IOException if a file is not JSON
     */
    public static SpecialTokens read(Path dir) throws IOException {
        JsonNode config = JsonFile.read(dir.resolve(CONFIG));
        boolean complete = config.has("added_tokens_decoder");
        JsonNode map =
                complete
                        ? MissingNode.getInstance()
                        : JsonFile.read(dir.resolve("special_tokens_map.json"));
        return new SpecialTokens(config, map);
    }

    /**
     * Returns the whole configuration.
     *
     * @return {@code tokenizer_config.json}, missing if there is none
     */
    public JsonNode config() {
        return config;
    }

    /**
     * Returns a token.
     *
     * @param name such as {@code eos_token}
     * @return its text, empty if there is none
     */
    public String text(String name) {
        return text(node(name));
    }

    /**
     * Returns the tokens that have no name of their own.
     *
     * @return {@code additional_special_tokens}
     */
    public List<String> additional() {
        List<String> texts = new ArrayList<>();
        for (JsonNode token : node("additional_special_tokens")) {
            texts.add(text(token));
        }
        return texts;
    }

    /**
     * Returns the tokens with names of the model's own.
     *
     * @return {@code extra_special_tokens} of {@code tokenizer_config.json}, by name
     */
    public Map<String, String> extra() {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> token : config.path("extra_special_tokens").properties()) {
            texts.put(token.getKey(), text(token.getValue()));
        }
        return texts;
    }

    private JsonNode node(String name) {
        return map.has(name) ? map.path(name) : config.path(name);
    }

    /** A token is written as a text, or as an object that has one. */
    private static String text(JsonNode token) {
        JsonNode content = token.isObject() ? token.path("content") : token;
        return content.isTextual() ? content.textValue() : "";
    }
}
