package io.github.luffyrl.djl.text;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.djl.internal.jinja.JinjaException;
import io.github.luffyrl.djl.internal.jinja.JinjaTemplate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Jinja chat template that renders what Hugging Face's {@code apply_chat_template} renders, to
 * the letter, or not at all. Template-like text in a message stays text.
 *
 * <p>The date that a template asks for by {@code strftime_now} is that of {@link #at}; at first the
 * time at which the template was made, so that it does not change in the middle of a run.
 */
public final class ChatTemplate implements PromptTemplate {

    private final String origin;
    private final JinjaTemplate template;
    private final Map<String, @Nullable Object> variables;
    private final LocalDateTime now;

    /**
     * Takes a template.
     *
     * @param origin where it comes from, for messages
     * @param source Jinja
     * @param specialTokens what the template may name, such as {@code bos_token}
     * @throws IllegalArgumentException if the template is wrong, or uses a tag, filter or test that
     *     is not supported
     */
    public ChatTemplate(String origin, String source, Map<String, String> specialTokens) {
        this(
                origin,
                parse(origin, source),
                defaults(specialTokens),
                LocalDateTime.now(ZoneId.systemDefault()));
    }

    private ChatTemplate(
            String origin,
            JinjaTemplate template,
            Map<String, @Nullable Object> variables,
            LocalDateTime now) {
        this.origin = origin;
        this.template = template;
        this.variables = variables;
        this.now = now;
    }

    private static JinjaTemplate parse(String origin, String source) {
        try {
            return JinjaTemplate.parse(source);
        } catch (JinjaException e) {
            throw failure(origin, e);
        }
    }

    /** What transformers gives every template; without tools and documents they are None. */
    private static Map<String, @Nullable Object> defaults(Map<String, String> specialTokens) {
        Map<String, @Nullable Object> variables = new HashMap<>(specialTokens);
        variables.put("tools", null);
        variables.put("documents", null);
        variables.put("add_generation_prompt", true);
        return variables;
    }

    /** Lets the template name the special tokens without a name, if there are any. */
    ChatTemplate naming(List<String> additional) {
        return additional.isEmpty() ? this : with(Map.of("additional_special_tokens", additional));
    }

    @Override
    public ChatTemplate with(Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> all = new HashMap<>(variables);
        all.putAll(more);
        return new ChatTemplate(origin, template, all, now);
    }

    @Override
    public ChatTemplate at(LocalDateTime time) {
        return new ChatTemplate(origin, template, variables, time);
    }

    @Override
    public Optional<LocalDateTime> time() {
        return template.reads("strftime_now") ? Optional.of(now) : Optional.empty();
    }

    @Override
    public String render(List<ChatMessage> messages, Map<String, ? extends @Nullable Object> more) {
        List<Map<String, String>> turns = new ArrayList<>();
        for (ChatMessage message : messages) {
            Map<String, String> turn = new LinkedHashMap<>();
            turn.put("role", message.role());
            turn.put("content", message.content());
            turns.add(turn);
        }
        Map<String, @Nullable Object> bindings = new HashMap<>(variables);
        bindings.put("messages", turns);
        bindings.putAll(more);
        try {
            return template.render(Collections.unmodifiableMap(bindings), now);
        } catch (JinjaException e) {
            throw failure(origin, e);
        }
    }

    /** As transformers' continue_final_message: what the template writes behind it is cut off. */
    @Override
    public String prompt(List<ChatMessage> messages) {
        ChatMessage last = messages.get(messages.size() - 1);
        if (!last.role().equals("assistant")) {
            return render(messages);
        }
        String content = last.content();
        String trimmed = trim(content, true, true);
        String closed = render(messages, Map.of("add_generation_prompt", false));
        int start = closed.lastIndexOf(trimmed);
        if (trimmed.isEmpty() || start < 0) {
            throw new IllegalArgumentException(
                    origin
                            + ": the assistant's last message cannot be continued, because the"
                            + " template does not write it as it stands; end the prompt with a"
                            + " user's message");
        }
        String withEnd = trim(content, true, false);
        boolean keepsEnd = closed.startsWith(withEnd, start);
        return closed.substring(0, start + (keepsEnd ? withEnd : trimmed).length());
    }

    private static String trim(String text, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (right && end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    private static IllegalArgumentException failure(String origin, JinjaException e) {
        return new IllegalArgumentException(origin + ", " + e.getMessage(), e);
    }
}
