package io.github.luffyrl.djl.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.djl.recipe.PromptSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are those of Python's Jinja 3.1 with trim_blocks and lstrip_blocks. */
class ChatTemplateTest {

    private static final List<ChatMessage> MESSAGES =
            List.of(
                    new ChatMessage("system", "S"),
                    ChatMessage.user("q1"),
                    new ChatMessage("assistant", "<think>\nhm\n</think>\n\nOk"),
                    ChatMessage.user("q2"));

    @TempDir Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "{{ 'a.b.c'.split('.')[-1] }}{{ 'a.b.c'.split('.')[0] }}=>ca",
                "{{ ' a  b '.split()|join(',') }}=>a,b",
                "{{ 'xxaxx'.strip('x') }}{{ 'xxaxx'.lstrip('x') }}{{ 'xxaxx'.rstrip('x') }}=>aaxxxxa",
                "[{{ ' a '.strip() }}{{ ' a '.lstrip() }}{{ ' a '.rstrip() }}]=>[aa  a]",
                "{% if 'abc'.startswith('ab') and not 'abc'.endswith('ab') %}yes{% endif %}=>yes",
                "[{{ '\u3000 a \u00a0' | trim }}]=>[a]",
                "{{ 'a' + ' b ' | trim + 'c' }}=>abc",
                "{%- for m in messages[::-1] %}{{ m.role }},{% endfor %}=>user,assistant,user,system,",
                "{%- for m in messages[1:] %}{{ m.role }},{% endfor %}=>user,assistant,user,",
                "{%- set ns = namespace(more=true, last=messages|length - 1) %}{{ ns.last }}=>3",
                "{# note #}{{ bos_token }}{{ messages[9] }}{{ nosuch }}=><s>",
                "{% if tools %}T{% elif messages[0]['role'] == 'system' %}S{% endif %}=>S",
                "{{ '{{ x }} {% y %}' }}=>{{ x }} {% y %}"
            })
    void rendersLikePythonsJinja(String template, String expected) {
        assertEquals(expected, render(template));
    }

    @Test
    void whitespaceIsControlledLikeInPythonsJinja() {
        assertEquals("x  y z", render("x\n {%- if true %}\n  y\n {%- endif %}\n z"));
        assertEquals("x\n  y\nz", render("x\n  {% if true %}\n  y\n  {% endif %}\nz"));
        assertEquals("xyz", render("x\n{{- 'y' -}}\nz"));
    }

    @Test
    void keepsTheNewlineThatEndsThePromptButNotTheOneThatEndsTheTemplate() {
        assertEquals("assistant\n", render("{{ 'assistant\\n' }}\n"));
    }

    @Test
    void findsTheLastQuestionAsQwen3Does() {
        String template =
                """
                {%- set ns = namespace(searching=true, last=messages|length - 1) %}
                {%- for m in messages[::-1] %}
                    {%- set index = (messages|length - 1) - loop.index0 %}
                    {%- if ns.searching and m.role == "user" and m.content is string \
                and not(m.content.startswith('<tool>') and m.content.endswith('</tool>')) %}
                        {%- set ns.searching = false %}
                        {%- set ns.last = index %}
                    {%- endif %}
                {%- endfor %}
                {%- for m in messages %}
                    {%- set content = m.content %}
                    {%- if m.role == "assistant" and loop.index0 < ns.last %}
                        {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
                    {%- endif %}
                    {{- '<' + m.role + '>' + content + '\\n' }}
                {%- endfor %}
                {%- if add_generation_prompt %}
                    {{- '<assistant>\\n' }}
                {%- endif %}
                """;

        assertEquals(
                "<system>S\n<user>q1\n<assistant>Ok\n<user>q2\n<assistant>\n", render(template));
    }

    @Test
    void templateTextInAMessageIsNotRun() {
        String hostile = "{{ bos_token }}{% for x in [1] %}x{% endfor %}{# gone #}";

        assertEquals(
                hostile + "\n",
                template("{% for m in messages %}{{ m.content }}\n{% endfor %}")
                        .render(List.of(ChatMessage.user(hostile))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{{ raise_exception('roles must alternate') }}=>roles must alternate",
                "{% if %}x{% endif %}=>expression",
                "{{ messages | nosuch }}=>nosuch",
                "{% if messages is nosuch %}x{% endif %}=>nosuch",
                "{{ 'a'.nosuch() }}=>nosuch",
                "{{ nosuch('a') }}=>nosuch",
                "{% generation %}=>endgeneration",
                "{{ 'x=>not closed"
            })
    void failsInsteadOfRenderingHalfAPrompt(String template, String reason) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> render(template));

        assertTrue(e.getMessage().startsWith("here"), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void aLoopMayHaveACondition() {
        assertEquals("13", render("{% for x in [1, 2, 3] if x != 2 %}{{ x }}{% endfor %}"));
        assertEquals(
                "12", render("{% for x in [1, 2] %}{% if true %}{{ x }}{% endif %}{% endfor %}"));
        assertEquals("5", render("{% for x in ([5] if true else [6]) %}{{ x }}{% endfor %}"));
    }

    @Test
    void theModelsOwnNamesOfSpecialTokensAreGivenToTheTemplate(@TempDir Path folder)
            throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                """
                {"chat_template": "{{ tool_start }}{{ image_token }}{{ eos_token }}", \
                "eos_token": "</s>", "extra_special_tokens": {"tool_start": "<tool>", \
                "image_token": {"content": "<image>", "special": true}}}
                """);

        assertEquals("<tool><image></s>", PromptTemplate.load(folder).render(MESSAGES));
    }

    @Test
    void reservedNamesAreNoVariablesOfARecipe() {
        for (String name : List.of("messages", "bos_token", "add_generation_prompt", "tools")) {
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> new PromptSettings(Map.of(name, 1)));
            assertEquals(
                    "variables." + name + ": luffy gives this one to every template; leave it out",
                    e.getMessage());
        }
    }

    @Test
    void aTemplateFileWinsOverTheConfiguration() throws IOException {
        Files.writeString(dir.resolve("chat_template.jinja"), "file {{ eos_token }}");
        config("{\"chat_template\": \"config\", \"eos_token\": {\"content\": \"<end>\"}}");

        assertEquals("file <end>", PromptTemplate.load(dir).render(MESSAGES));
    }

    @Test
    void aTemplateMayNameTheTokensOfTheOlderMapAndTheAdditionalOnes() throws IOException {
        Files.writeString(
                dir.resolve("special_tokens_map.json"),
                "{\"bos_token\": \"<map>\", \"additional_special_tokens\": [\"<x>\", \"<y>\"]}");
        String template = "\"chat_template\": \"{{ bos_token }}{{ additional_special_tokens }}\"";
        config("{\"bos_token\": \"<s>\", " + template + "}");
        assertEquals("<map>['<x>', '<y>']", PromptTemplate.load(dir).render(MESSAGES));

        config("{\"bos_token\": \"<s>\", \"added_tokens_decoder\": {}, " + template + "}");
        assertEquals("<s>", PromptTemplate.load(dir).render(MESSAGES));
    }

    @Test
    void ofSeveralNamedTemplatesTheDefaultIsTaken() throws IOException {
        config(
                "{\"chat_template\": [{\"name\": \"rag\", \"template\": \"no\"},"
                        + " {\"name\": \"default\", \"template\": \"yes\"}]}");

        assertEquals("yes", PromptTemplate.load(dir).render(MESSAGES));
    }

    @Test
    void severalNamedTemplatesWithoutADefaultAreAnError() throws IOException {
        config("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"no\"}]}");

        assertThrows(IllegalArgumentException.class, () -> PromptTemplate.load(dir));
    }

    @Test
    void withoutATemplateTheContentsAreJoined() throws IOException {
        PromptTemplate template = PromptTemplate.load(dir);

        assertInstanceOf(PromptTemplate.Plain.class, template);
        assertEquals(
                "a\nb", template.render(List.of(ChatMessage.user("a"), ChatMessage.user("b"))));
    }

    @Test
    void theTokenThatTheTokenizerAddsBeginsAPromptWithoutATemplateOnce() throws IOException {
        config("{\"bos_token\": \"<s>\", \"add_bos_token\": true}");
        PromptTemplate flagged = PromptTemplate.load(dir);
        config("{}");
        Files.writeString(
                dir.resolve("tokenizer.json"),
                "{\"post_processor\": {\"type\": \"TemplateProcessing\", \"single\":"
                        + " [{\"SpecialToken\": {\"id\": \"<s>\"}}, {\"Sequence\": {}}]}}");
        PromptTemplate processed = PromptTemplate.load(dir);
        config("{\"bos_token\": \"<s>\", \"add_bos_token\": false}");
        PromptTemplate refused = PromptTemplate.load(dir);

        for (PromptTemplate template : List.of(flagged, processed)) {
            assertEquals("<s>a", template.prompt(List.of(ChatMessage.user("a"))));
            assertEquals("<s>a", template.prompt(List.of(ChatMessage.user("<s>a"))));
        }
        assertEquals("a", refused.prompt(List.of(ChatMessage.user("a"))));
    }

    @Test
    void anAssistantsLastMessageIsContinued() {
        ChatTemplate template =
                template(
                        "{% for m in messages %}[{{ m.role }}]{{ m.content | trim }}<end>"
                                + "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}");
        List<ChatMessage> open =
                List.of(ChatMessage.user("q"), new ChatMessage("assistant", " It is \n"));

        assertEquals("[user]q<end>[assistant]It is", template.prompt(open));
        assertEquals("[user]q<end>[assistant]", template.prompt(List.of(ChatMessage.user("q"))));
    }

    @Test
    void aMessageThatTheTemplateChangesCannotBeContinued() {
        ChatTemplate template = template("{{ messages[-1].content.split('</think>')[-1] }}");
        List<ChatMessage> open = List.of(new ChatMessage("assistant", "<think>a</think>b"));

        assertThrows(IllegalArgumentException.class, () -> template.prompt(open));
    }

    @Test
    void variablesStayWithTheTemplate() {
        PromptTemplate template = template("{{ enable_thinking }} {{ tools }} {{ day }}");

        assertEquals(
                "False None 27",
                template.with(Map.of("enable_thinking", false))
                        .with(Map.of("day", 27))
                        .render(MESSAGES));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PromptTemplate.Plain().with(Map.of("enable_thinking", false)));
    }

    @Test
    void theDateIsTheOneGiven() {
        PromptTemplate template = template("{{ strftime_now('%d %b %Y') }}");

        assertTrue(template.readsClock());
        assertTrue(template("{{ bos_token }}").time().isEmpty());
        assertEquals(
                "27 Nov 2026", template.at(LocalDateTime.of(2026, 11, 27, 9, 5)).render(MESSAGES));
    }

    @Test
    void aStoredTimeGivesTheSamePromptOnAnotherDay() {
        PromptTemplate first = template("{{ strftime_now('%d %b %Y %H:%M:%S') }}");
        LocalDateTime day = LocalDateTime.of(2020, 1, 31, 23, 59, 59);
        String stored = first.at(day).time().orElseThrow().toString();

        PromptTemplate resumed = template("{{ strftime_now('%d %b %Y %H:%M:%S') }}");

        assertEquals(
                "31 Jan 2020 23:59:59", resumed.at(LocalDateTime.parse(stored)).render(MESSAGES));
    }

    private void config(String json) throws IOException {
        Files.writeString(dir.resolve("tokenizer_config.json"), json);
    }

    private static ChatTemplate template(String source) {
        return new ChatTemplate("here", source, Map.of("bos_token", "<s>"));
    }

    private static String render(String source) {
        return template(source).render(MESSAGES);
    }
}
