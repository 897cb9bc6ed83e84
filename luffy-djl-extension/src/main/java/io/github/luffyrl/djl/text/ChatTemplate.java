package io.github.luffyrl.djl.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import io.github.luffyrl.core.problem.ChatMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Jinja chat template with the behaviour of Hugging Face's: Python's Jinja, its blocks trimmed.
 * Template-like text in a message stays text.
 *
 * <p>An error, an unknown filter or an unknown test fails the rendering: a model would train on a
 * half-rendered prompt without complaint. Loops of the form {@code for x in xs if condition} are
 * not supported.
 */
public final class ChatTemplate implements PromptTemplate {

    private static final Pattern FILTERED_LOOP =
            Pattern.compile(
                    "\\{%-?\\s*for\\s(?:(?!%}|\\selse\\s).)*?\\sif\\s(?:(?!\\selse\\s).)*?%}");
    private static final Pattern NAMESPACE = Pattern.compile("namespace\\(([^()]*)\\)");
    private static final Pattern NAMED_VALUE = Pattern.compile("=([^,]+)");

    private final String origin;
    private final String source;
    private final Map<String, String> specialTokens;
    private final Jinjava jinja;

    /**
     * Takes a template.
     *
     * @param origin where it comes from, for messages
     * @param source Jinja
     * @param specialTokens what the template may name, such as {@code bos_token}
     * @throws IllegalArgumentException if the template uses a filtered loop
     */
    public ChatTemplate(String origin, String source, Map<String, String> specialTokens) {
        if (FILTERED_LOOP.matcher(source).find()) {
            throw new IllegalArgumentException(
                    origin
                            + ": a loop with a condition, \"for x in xs if ..\", is not supported;"
                            + " put the condition into the loop");
        }
        this.origin = origin;
        this.source = dialect(source);
        this.specialTokens = Map.copyOf(specialTokens);
        this.jinja = jinja();
    }

    @Override
    public String render(List<ChatMessage> messages, Map<String, ?> variables) {
        List<Map<String, String>> turns = new ArrayList<>();
        for (ChatMessage message : messages) {
            Map<String, String> turn = new LinkedHashMap<>();
            turn.put("role", message.role());
            turn.put("content", message.content());
            turns.add(turn);
        }
        Map<String, Object> bindings = new HashMap<>(specialTokens);
        bindings.put("messages", turns);
        bindings.put("add_generation_prompt", true);
        bindings.putAll(variables);

        RenderResult result = jinja.renderForResult(source, bindings);
        for (TemplateError error : result.getErrors()) {
            throw new IllegalArgumentException(
                    origin + ", line " + error.getLineno() + ": " + reason(error),
                    error.getException());
        }
        rejectUnknown(result.getContext());
        return result.getOutput();
    }

    /** What a template's {@code raise_exception} calls, by reflection. */
    @SuppressWarnings("DoNotCallSuggester")
    static String reject(String message) {
        throw new IllegalArgumentException("the template rejects the messages: " + message);
    }

    private static Jinjava jinja() {
        LegacyOverrides likePython =
                LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withUseTrimmingForNotesAndExpressions(true)
                        .withAllowAdjacentTextNodes(true)
                        .withKeepNullableLoopValues(true)
                        .withHandleBackslashInQuotesOnly(true)
                        .build();
        Jinjava jinja =
                new Jinjava(
                        JinjavaConfig.newBuilder()
                                .withTrimBlocks(true)
                                .withLstripBlocks(true)
                                .withNestedInterpretationEnabled(false) // message text is not code
                                .withLegacyOverrides(likePython)
                                .withElResolver(PythonStrings.resolver())
                                .build());
        jinja.getGlobalContext().registerFilter(new PythonStrings.Trim());
        jinja.getGlobalContext()
                .registerFunction(
                        new ELFunctionDefinition(
                                "", "raise_exception", ChatTemplate.class, "reject", String.class));
        return jinja;
    }

    /** Rewrites what the parser here does not know or reads differently from Python's Jinja. */
    private static String dialect(String source) {
        String python = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
        // namespace(last=messages|length - 1): here "=" would bind closer than "-".
        String grouped =
                NAMESPACE
                        .matcher(python)
                        .replaceAll(
                                call ->
                                        Matcher.quoteReplacement(
                                                "namespace("
                                                        + NAMED_VALUE
                                                                .matcher(call.group(1))
                                                                .replaceAll("=($1)")
                                                        + ")"));
        return grouped.replace("[::-1]", "|reverse");
    }

    private static String reason(TemplateError error) {
        for (Throwable e = error.getException(); e != null; e = e.getCause()) {
            if (e instanceof IllegalArgumentException && e.getMessage() != null) {
                return e.getMessage();
            }
        }
        return error.getMessage();
    }

    /** Unknown filters and tests evaluate to nothing without an error. */
    private void rejectUnknown(Context context) {
        for (String name : context.getResolvedValues()) {
            boolean unknownFilter =
                    name.startsWith("filter:") && context.getFilter(name.substring(7)) == null;
            boolean unknownTest =
                    name.startsWith("exptest:") && context.getExpTest(name.substring(8)) == null;
            if (unknownFilter || unknownTest) {
                throw new IllegalArgumentException(
                        origin + ": the template uses " + name + ", which is not supported");
            }
        }
    }
}
