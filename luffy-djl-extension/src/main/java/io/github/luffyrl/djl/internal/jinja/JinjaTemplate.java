package io.github.luffyrl.djl.internal.jinja;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Jinja template that renders as Jinja2 3.1 does in Hugging Face transformers, or not at all.
 *
 * <p>Source: jinja2's lexer, parser, runtime and sandbox as documented; transformers'
 * apply_chat_template.
 */
public final class JinjaTemplate {

    private static final int MAX_SOURCE = 200_000;

    private final Scoped body;

    private JinjaTemplate(Scoped body) {
        this.body = body;
    }

    /**
     * Parses a template.
     *
     * @param source the template
     * @return the template
     * @throws JinjaException if it is wrong, or uses a tag, filter or test that is not supported
     */
    public static JinjaTemplate parse(String source) {
        if (source.length() > MAX_SOURCE) {
            throw new JinjaException(
                    "a template of " + source.length() + " characters, more than " + MAX_SOURCE);
        }
        return new JinjaTemplate(new Parser(Lexer.tokens(source)).template());
    }

    /**
     * Tells whether it reads a variable or function.
     *
     * @param name such as {@code strftime_now}
     * @return whether the name stands in it anywhere
     */
    public boolean reads(String name) {
        return body.frame().reads(name);
    }

    /**
     * Renders it.
     *
     * @param variables texts, booleans, numbers, null, and lists and maps of them
     * @param now the time that {@code strftime_now} tells
     * @return the text
     * @throws JinjaException if the template fails or asks for too much work
     */
    public String render(Map<String, ? extends @Nullable Object> variables, LocalDateTime now) {
        Map<String, Object> all = new HashMap<>(Globals.all());
        long[] characters = new long[1];
        variables.forEach(
                (name, value) -> {
                    all.put(name, Values.of(value));
                    characters[0] += value == null ? 4 : value.toString().length();
                });
        Run run = new Run(all, now, characters[0]);
        Output out = new Output(run);
        try {
            body.block().execute(Scope.of(run, body.frame()), out);
        } catch (JinjaException e) {
            throw new JinjaException(run.line(), String.valueOf(e.getMessage()));
        }
        return out.text();
    }
}
