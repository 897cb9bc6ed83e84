package io.github.luffyrl.djl.internal.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected texts were written by Python's Jinja 3.1.6, set up as transformers does. */
class JinjaTemplateTest {

    private static final long MOST_BYTES = 400_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 27, 9, 5, 3);
    private static final Map<String, Object> VARIABLES = variables();

    static Stream<JsonNode> cases() throws IOException {
        return reader("cases.jsonl").lines().map(JinjaTemplateTest::json);
    }

    /** Long parts that repeat themselves, so that a search starts over in many ways. */
    @Test
    void longPartsAreFoundWhereJavaFindsThem() {
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            String text = letters(random, 200);
            int from = random.nextInt(150);
            String part =
                    random.nextBoolean()
                            ? text.substring(from, from + 17 + random.nextInt(30))
                            : letters(random, 17 + random.nextInt(4));
            assertEquals(text.indexOf(part, i % 9), Search.first(text, part, i % 9));
            int end = text.length() - i % 7;
            assertEquals(text.lastIndexOf(part, end - part.length()), Search.last(text, part, end));
        }
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(random.nextInt(8) == 0 ? 'b' : 'a');
        }
        return text.toString();
    }

    /** Parts of the kinds of templates that Gemma, Mistral, Llama, GLM and others have. */
    static Stream<JsonNode> features() throws IOException {
        return reader("features.jsonl").lines().skip(1).map(JinjaTemplateTest::json);
    }

    @ParameterizedTest
    @MethodSource("features")
    void rendersWhatChatTemplatesUse(JsonNode line) throws IOException {
        Map<String, Object> variables = map(json(reader("features.jsonl").readLine()));
        variables.putAll(map(line.get("variables")));
        String template = line.get("template").textValue();
        if (line.has("expected")) {
            String text = JinjaTemplate.parse(template).render(variables, NOW);
            assertEquals(line.get("expected").textValue(), text, template);
        } else {
            assertThrows(
                    JinjaException.class,
                    () -> JinjaTemplate.parse(template).render(variables, NOW),
                    template);
        }
    }

    private static Map<String, Object> map(JsonNode node) {
        return JSON.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersWhatPythonRenders(JsonNode line) {
        String template = line.get("template").textValue();
        if (line.has("error")) {
            assertThrows(JinjaException.class, () -> render(template), template);
        } else {
            assertEquals(line.get("expected").textValue(), render(template), template);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
                "{{ 'a' * 10**9 }}",
                "{{ 2 ** 99999 }}",
                "{% set ns = namespace(s='a') %}{% for i in range(99) %}"
                        + "{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}"
                        + "{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(9999) %}"
                        + "{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s }}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(9999) %}"
                        + "{% set ns.s = ns.s | map('string') %}{% endfor %}{{ ns.s | list }}",
                "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
                "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% set ns = namespace(n=3) %}{% for i in range(99) %}"
                        + "{% set ns.n = ns.n * ns.n %}{% endfor %}",
                "{{ 'x' | center(10**9) }}",
                "{{ [1] | tojson(indent=10**9) }}",
                "{{ [1] | batch(10**9, 'x') | list }}",
                "{{ 1 | round(-1000000000) }}",
                "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
                "{{ range(10**12) | list }}",
                "{{ range(10**5 * 10**4) | join('x') }}",
                "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
                "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s | replace('a', 'aaaa') %}{% endfor %}",
                "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] | join(ns.s) %}{% endfor %}",
                "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = '%s%s' % (ns.s, ns.s) %}{% endfor %}",
                "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = '{0}{0}{0}'.format(ns.s) %}{% endfor %}",
                "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s.replace('', ns.s) %}{% endfor %}",
                "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s.join(ns.s) %}{% endfor %}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s * 9 %}{% endfor %}",
                "{% set ns = namespace(s={}) %}{% for i in range(60) %}{% set ns.s = dict(a=ns.s, b=ns.s) %}{% endfor %}{{ ns.s | tojson }}",
                "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s %}{{ ns.s }}{{ ns.s }}{% endset %}{% endfor %}",
                "{% set s = 'ab' * 400000 %}{% for i in range(9999) %}{{ s | upper | length }}{% endfor %}",
                "{% set s = 'ab' * 400000 %}{% for i in range(9999) %}{% if s == s ~ '' %}{% endif %}{% endfor %}",
                "{% set s = 'ab' * 400000 %}{% for i in range(9999) %}{{ s.split('a') | length }}{% endfor %}",
                "{% set s = 'ab' * 400000 %}{% for i in range(9999) %}{{ s.find('c') }}{% endfor %}",
                "{% set s = 'ab' * 400000 %}{% for i in range(9999) %}{{ s[::-1] | length }}{% endfor %}",
                "{% set l = range(90000) | list %}{{ l | map('string') | unique | list | length }}{% for i in l %}{{ l | sort | length }}{% endfor %}",
                "{% set l = range(90000) | list %}{% for i in l %}{% if -1 in l %}{% endif %}{% endfor %}",
                "{% set l = range(90000) | list %}{% for i in l %}{{ l | sum }}{% endfor %}",
                "{{ 'x' | indent(10**9, true) }}",
                "{{ ('a\\n' * 300000) | indent(100000) }}",
                "{{ 'x'.ljust(10**9) }}",
                "{{ 'x'.zfill(10**9) }}",
                "{{ 'x'.rjust(10**9, '*') }}",
                "{% for i in range(99999) %}{% set x = '%999999d' % i %}{% endfor %}",
                "{% for i in range(99999) %}{% set x = '{:>999999}'.format(i) %}{% endfor %}",
                "{% set s = 'a b' * 300000 %}{% for i in range(999) %}{{ s | wordcount }}{% endfor %}",
                "{% set s = 'a b' * 300000 %}{% for i in range(999) %}{% set x = s.swapcase() %}{% endfor %}",
                "{% set s = ['ab'] * 900000 %}{% for i in range(999) %}{% set x = dict(s) %}{% endfor %}",
                "{{ '%999999999d' % 1 }}",
                "{{ '{:999999999}'.format(1) }}",
                "{{ '%s' | format('a' * 10**7) }}",
                "{{ 'x\\ty'.expandtabs(10**9) }}",
                "{{ [1, 2] | slice(10**9) | list }}",
                "{{ 'a' * 10**6 | tojson }}{{ [[1] * 1000] * 9999 | tojson(indent=9) }}",
                "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}",
                "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
                "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{{ caller() }}{% endmacro %}{% call m() %}x{% endcall %}",
                "{% for i in [[1]] recursive %}{{ loop([i, i]) }}{% endfor %}",
                "{{ (10 ** 4000) * (10 ** 4000) }}",
                "{{ 1 | string * 10**9 }}",
                "{{ strftime_now('%c' * 10**6) }}",
                "{{ ''.__class__.__mro__ }}",
                "{% set s = 'a' * 400000 %}{% set t = 'a' * 200000 ~ 'b' %}{% for i in range(100) %}{{ s.find(t) }}{% endfor %}",
                "{% set s = 'a' * 400000 %}{% set t = 'b' ~ 'a' * 200000 %}{% for i in range(100) %}{{ s.rfind(t) }}{{ t in s }}{% endfor %}",
                "{% set s = 'a' * 900000 %}{% for i in range(99999) %}{% set x = s.partition('b') %}{% endfor %}",
                "{% set s = 'a' * 900000 %}{% for i in range(99999) %}{% set x = s.removeprefix('a') %}{% endfor %}",
                "{% include 'a' %}"
            })
    void boundsWorkAndMemory(String template) {
        long allocated =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20), // none takes a second of the processor
                        () -> allocated(template));
        assertTrue(allocated < MOST_BYTES, () -> allocated + " bytes: " + template);
    }

    /** What a refused template allocated until then, all garbage included: 160 MB at most. */
    private static long allocated(String template) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThrows(JinjaException.class, () -> render(template));
        return thread.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "{'a':",
                "-",
                "not ",
                "1 + ",
                "1 or ",
                "1 if 1 else ",
                "x.",
                "1 ~ ("
            })
    void deepExpressionsAreRefused(String part) {
        String template = "{{ " + part.repeat(5000) + "1 }}";
        assertThrows(JinjaException.class, () -> render(template));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{% if 1 %}", "{% for a in x %}", "{% for a if ", "{#", "{% raw %}", "{{ '"})
    void deepOrOpenTagsAreRefused(String part) {
        String template = part.repeat(5000);
        assertThrows(JinjaException.class, () -> render(template));
    }

    @Test
    void anyTokensRenderOrAreRefused() {
        List<String> parts =
                List.of(
                        "{{",
                        "}}",
                        "{%",
                        "%}",
                        "{#",
                        "#}",
                        "-",
                        "+",
                        "if",
                        "for",
                        "in",
                        "else",
                        "endif",
                        "endfor",
                        "set",
                        "endset",
                        "x",
                        "l",
                        "d",
                        "messages",
                        ".",
                        "|",
                        "(",
                        ")",
                        "[",
                        "]",
                        "'",
                        "\"",
                        "1",
                        "2.5",
                        "is",
                        "not",
                        "and",
                        "==",
                        "~",
                        "*",
                        "**",
                        "%",
                        "//",
                        "trim",
                        "map",
                        "list",
                        "tojson",
                        "loop",
                        "macro",
                        "endmacro",
                        "raw",
                        "endraw",
                        "=",
                        ",",
                        ":",
                        "\n",
                        "\\",
                        "é",
                        "😀");
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder template = new StringBuilder(i % 2 == 0 ? "{{ " : "{% ");
            for (int n = random.nextInt(30); n >= 0; n--) {
                template.append(parts.get(random.nextInt(parts.size())));
                template.append(random.nextInt(3) == 0 ? "" : " ");
            }
            if (random.nextBoolean()) {
                template.append(i % 2 == 0 ? " }}" : " %}{% endif %}");
            }
            try {
                render(template.toString());
            } catch (JinjaException refused) {
                assertEquals(0, refused.getMessage().indexOf("line"), refused.getMessage());
            }
        }
    }

    private static String render(String template) {
        return JinjaTemplate.parse(template).render(VARIABLES, NOW);
    }

    private static Map<String, Object> variables() {
        try (BufferedReader reader = reader("variables.json")) {
            return JSON.readValue(reader, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader reader(String name) {
        InputStream in = JinjaTemplateTest.class.getResourceAsStream("/jinja/" + name);
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
