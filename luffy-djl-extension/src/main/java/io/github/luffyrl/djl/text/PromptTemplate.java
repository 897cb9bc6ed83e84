package io.github.luffyrl.djl.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.djl.internal.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The special tokens that transformers lets a template name. */
    List<String> SPECIAL_TOKENS =
            List.of(
                    "bos_token",
                    "eos_token",
                    "unk_token",
                    "sep_token",
                    "pad_token",
                    "cls_token",
                    "mask_token");

    /** The names that every template is given, so that no variable may have them. */
    Set<String> RESERVED =
            Stream.concat(
                            SPECIAL_TOKENS.stream(),
                            Stream.of(
                                    "additional_special_tokens",
                                    "messages",
                                    "tools",
                                    "documents",
                                    "add_generation_prompt",
                                    "continue_final_message",
                                    "raise_exception",
                                    "strftime_now"))
                    .collect(Collectors.toUnmodifiableSet());

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
    String render(List<ChatMessage> messages, Map<String, ? extends @Nullable Object> variables);

    /**
     * Renders what the model is to continue: the conversation with the model's turn opened, or,
     * where the conversation ends with an assistant's message, with that message left open.
     *
     * @param messages the conversation, at least one message
     * @return the prompt, special tokens written out
     * @throws IllegalArgumentException if the template rejects the conversation, is itself wrong or
     *     changes the assistant's last message
     */
    default String prompt(List<ChatMessage> messages) {
        return render(messages);
    }

    /**
     * Sets variables of the template for every rendering.
     *
     * @param variables by name, such as {@code enable_thinking} or {@code date_string}: texts,
     *     booleans, numbers, null, and lists and maps of them
     * @return a template that is otherwise the same
     * @throws IllegalArgumentException if there is no template that could read them
     */
    PromptTemplate with(Map<String, ? extends @Nullable Object> variables);

    /**
     * Fixes the date that the template writes, so that a run can be repeated and resumed.
     *
     * @param time local time; a template tells it by {@code strftime_now}
     * @return a template that is otherwise the same
     */
    default PromptTemplate at(LocalDateTime time) {
        return this;
    }

    /**
     * Tells the date that the template writes. A run stores it and gives it to {@link #at} when it
     * is resumed.
     *
     * @return local time; empty if the prompt does not depend on it
     */
    default Optional<LocalDateTime> time() {
        return Optional.empty();
    }

    /**
     * Tells whether the prompt depends on the date.
     *
     * @return whether the template reads {@code strftime_now}
     */
    default boolean readsClock() {
        return time().isPresent();
    }

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
        SpecialTokens special = SpecialTokens.read(dir);
        Path templateFile = dir.resolve("chat_template.jinja");
        if (Files.exists(templateFile)) {
            return chat(special, templateFile.toString(), Files.readString(templateFile));
        }
        Path configFile = dir.resolve(SpecialTokens.CONFIG);
        String source = embedded(configFile, special.config().path("chat_template"));
        return source == null
                ? new Plain(BeginToken.of(dir, special))
                : chat(special, configFile + " chat_template", source);
    }

    /**
     * Reads a template by its name or its file.
     *
     * @param dir a Hugging Face directory, for its special tokens
     * @param choice {@code model} for what {@link #load(Path)} reads, {@code plain} for {@link
     *     Plain}, a file that ends with {@code .jinja}, or else one of the named templates in
     *     {@code tokenizer_config.json}
     * @return the template
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if there is no template of that name
     */
    static PromptTemplate load(Path dir, String choice) throws IOException {
        SpecialTokens special = SpecialTokens.read(dir);
        if (choice.equals("model")) {
            return load(dir);
        }
        if (choice.equals("plain")) {
            return new Plain(BeginToken.of(dir, special));
        }
        if (choice.endsWith(".jinja")) {
            return chat(special, choice, Files.readString(Path.of(choice)));
        }
        List<String> names = new ArrayList<>();
        for (JsonNode named : special.config().path("chat_template")) {
            String name = named.path("name").asText();
            if (name.equals(choice)) {
                String origin = dir.resolve(SpecialTokens.CONFIG) + " chat_template " + name;
                return chat(special, origin, named.path("template").asText());
            }
            names.add(name);
        }
        throw new IllegalArgumentException(
                "no template '"
                        + choice
                        + "': need model, plain, a .jinja file"
                        + (names.isEmpty() ? "" : ", or one of the model's own: " + names));
    }

    private static ChatTemplate chat(SpecialTokens special, String origin, String source) {
        Map<String, String> tokens = new HashMap<>();
        for (String name : SPECIAL_TOKENS) {
            String text = special.text(name);
            if (!text.isEmpty()) {
                tokens.put(name, text);
            }
        }
        tokens.putAll(special.extra());
        return new ChatTemplate(origin, source, tokens).naming(special.additional());
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

    /**
     * The contents, one below the other: for a tokenizer without a template.
     *
     * @param begin the token that the tokenizer puts before every text, or nothing; a text that
     *     begins with it already gets no second one
     */
    record Plain(String begin) implements PromptTemplate {

        /** Creates one that adds nothing. */
        public Plain() {
            this("");
        }

        @Override
        public String render(
                List<ChatMessage> messages, Map<String, ? extends @Nullable Object> variables) {
            String text =
                    messages.stream().map(ChatMessage::content).collect(Collectors.joining("\n"));
            return text.startsWith(begin) ? text : begin + text;
        }

        @Override
        public PromptTemplate with(Map<String, ? extends @Nullable Object> variables) {
            if (!variables.isEmpty()) {
                throw new IllegalArgumentException(
                        "no chat template reads the variables "
                                + variables.keySet()
                                + "; save one as chat_template.jinja in the model's folder, or"
                                + " leave them out");
            }
            return this;
        }
    }
}
