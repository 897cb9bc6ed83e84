package io.github.luffyrl.djl.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.luffyrl.core.problem.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a conversation into the text a model continues.
 *
 * <pre>{@code
 * PromptTemplate template = PromptTemplate.load(Path.of("Qwen2.5-Math-1.5B"));
 * String prompt = template.render(List.of(ChatMessage.user("What is 12 + 30?")));
 * }</pre>
 */
public sealed interface PromptTemplate permits ChatTemplate, PromptTemplate.Plain {

    /**
     * Renders a conversation and opens the model's turn.
     *
     * @param messages the conversation, at least one message
     * @return the prompt, special tokens written out
     * @throws IllegalArgumentException if the template rejects the conversation or is itself wrong
     */
    default String render(List<ChatMessage> messages) {
        return render(messages, Map.of());
    }

    /**
     * Renders a conversation with variables of the template, such as {@code enable_thinking}.
     *
     * @param messages the conversation, at least one message
     * @param variables by name; they replace the defaults, among them {@code add_generation_prompt}
     *     = true, which opens the model's turn
     * @return the prompt, special tokens written out
     * @throws IllegalArgumentException if the template rejects the conversation or is itself wrong
     */
    String render(List<ChatMessage> messages, Map<String, ?> variables);

    /**
     * Reads the template of a Hugging Face directory: {@code chat_template.jinja}, or else {@code
     * chat_template} of {@code tokenizer_config.json} (of several named ones {@code default}).
     *
     * @param dir the directory
     * @return the template; {@link Plain} when there is none, as for a base model
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if there are several templates and none is the default
     */
    static PromptTemplate load(Path dir) throws IOException {
        Path configFile = dir.resolve("tokenizer_config.json");
        JsonNode config =
                Files.exists(configFile) ? JsonFile.read(configFile) : MissingNode.getInstance();
        Map<String, String> tokens = new HashMap<>();
        for (String name : List.of("bos_token", "eos_token")) {
            JsonNode token = config.path(name);
            JsonNode content = token.isObject() ? token.path("content") : token;
            if (content.isTextual()) {
                tokens.put(name, content.textValue());
            }
        }
        Path templateFile = dir.resolve("chat_template.jinja");
        if (Files.exists(templateFile)) {
            return new ChatTemplate(
                    templateFile.toString(), Files.readString(templateFile), tokens);
        }
        String source = embedded(configFile, config.path("chat_template"));
        return source == null
                ? new Plain()
                : new ChatTemplate(configFile + " chat_template", source, tokens);
    }

    private static @Nullable String embedded(Path file, JsonNode template) {
        if (!template.isArray()) {
            return template.textValue();
        }
        for (JsonNode named : template) {
            if (named.path("name").asText().equals("default")) {
                return named.path("template").textValue();
            }
        }
        throw new IllegalArgumentException(
                file
                        + ": several chat templates and none is named \"default\"; save the one to"
                        + " use as chat_template.jinja beside it");
    }

    /** The contents, one below the other: for a tokenizer without a template. */
    record Plain() implements PromptTemplate {

        @Override
        public String render(List<ChatMessage> messages, Map<String, ?> variables) {
            return messages.stream().map(ChatMessage::content).collect(Collectors.joining("\n"));
        }
    }
}
