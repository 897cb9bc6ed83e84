package io.github.luffyrl.djl.problem;

import static io.github.luffyrl.djl.TinyLanguage.END;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.text.ChatTemplate;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProblemEncoderTest {

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void demonstrationsEndWithTheEndTokenOnce() {
        Problem problem =
                Problem.of("p", "ab", "c", Demonstration.of("cd"), Demonstration.of("e<end>"));
        EncodedProblem encoded = TinyLanguage.encoder(tokenizer, 3).encode(problem);
        assertArrayEquals(new int[] {2, 3}, encoded.prompt().toArray());
        assertEquals(2, encoded.demonstrations().size());
        assertArrayEquals(
                new int[] {4, 5, END}, encoded.demonstrations().get(0).tokens().toArray());
        assertArrayEquals(new int[] {6, END}, encoded.demonstrations().get(1).tokens().toArray());
        assertEquals(problem, encoded.problem());
    }

    @Test
    void aDemonstrationOverTheLimitIsRefusedWithItsNumbers() {
        Problem problem = Problem.of("long one", "ab", "c", Demonstration.of("ccc"));
        ProblemEncoder encoder = TinyLanguage.encoder(tokenizer, 3);
        Exception e = assertThrows(IllegalArgumentException.class, () -> encoder.encode(problem));
        assertTrue(e.getMessage().contains("a demonstration of problem long one"), e.getMessage());
        assertTrue(e.getMessage().contains("has 4 tokens"), e.getMessage());
        assertTrue(e.getMessage().contains("maxResponseTokens = 3"), e.getMessage());
    }

    @Test
    void behaviourProbabilitiesAreOnePerTokenWithTheEndToken() {
        ProblemEncoder encoder = TinyLanguage.encoder(tokenizer, 3);
        for (String text : List.of("cd", "cd<end>")) {
            Problem fits = problem(new Demonstration(text, "", new float[] {0.5f, 0.25f, 1}));
            assertArrayEquals(
                    new int[] {4, 5, END},
                    encoder.encode(fits).demonstrations().get(1).tokens().toArray());
            Problem oneShort = problem(new Demonstration(text, "", new float[] {0.5f, 0.25f}));
            Exception e =
                    assertThrows(IllegalArgumentException.class, () -> encoder.encode(oneShort));
            assertTrue(e.getMessage().contains("problem p has 2"), e.getMessage());
            assertTrue(e.getMessage().contains("but 3 tokens"), e.getMessage());
        }
    }

    private static Problem problem(Demonstration second) {
        return Problem.of("p", "ab", "c", Demonstration.of("c"), second);
    }

    @Test
    void aPromptOverTheLimitIsRefusedWithItsNumbers() {
        Problem problem = Problem.of("long one", "abcdefghijklmnabc", "c");
        ProblemEncoder encoder = TinyLanguage.encoder(tokenizer, 3);
        Exception e = assertThrows(IllegalArgumentException.class, () -> encoder.encode(problem));
        assertTrue(e.getMessage().contains("the prompt of problem long one"), e.getMessage());
        assertTrue(e.getMessage().contains("has 17 tokens"), e.getMessage());
        assertTrue(e.getMessage().contains("maxPromptTokens = 16"), e.getMessage());
    }

    @Test
    void aThoughtThatThePromptHasOpenedIsNotOpenedAgain() throws IOException {
        Path directory = Path.of("src", "test", "resources", "models", "qwen2-tied-f32");
        try (TextTokenizer bytes = TextTokenizer.load(directory)) {
            ProblemEncoder encoder =
                    new ProblemEncoder(bytes, new PromptTemplate.Plain(), 399, 100, 100);
            Demonstration thought = Demonstration.of("<think>\nwell</think>\n7");
            assertEquals("well</think>\n7", decoded(encoder, "7?<think>\n", thought));
            assertEquals("<think>\nwell</think>\n7", decoded(encoder, "7?", thought));
            assertEquals("well", decoded(encoder, "7?<think>\n", Demonstration.of("well")));
        }
    }

    @Test
    void aRewardSeesTheThoughtThatThePromptHasOpened() throws IOException {
        Path directory = Path.of("src", "test", "resources", "models", "qwen2-tied-f32");
        try (TextTokenizer bytes = TextTokenizer.load(directory)) {
            ProblemEncoder encoder =
                    new ProblemEncoder(bytes, new PromptTemplate.Plain(), 399, 100, 100);
            assertEquals(
                    "<think>\nwell</think>\n7",
                    answered(encoder, "7?<think>\n", "well</think>\n7"));
            assertEquals("well</think>\n7", answered(encoder, "7?", "well</think>\n7"));
            assertEquals("7", answered(encoder, "7?<think>\n\n</think>\n\n", "7"));
        }
    }

    private static String answered(ProblemEncoder encoder, String prompt, String response) {
        Tokens asked = encoder.encodePrompt(Problem.of("p", prompt, "7"));
        int[] tokens = encoder.tokenizer().encode(response);
        return encoder.decode(
                        new Trajectory(
                                asked, Tokens.of(tokens), 0, new float[tokens.length], false))
                .text();
    }

    @Test
    void anAssistantsLastMessageIsContinued() throws IOException {
        Path directory = Path.of("src", "test", "resources", "models", "qwen2-tied-f32");
        PromptTemplate template =
                new ChatTemplate(
                        "here",
                        "{% for m in messages %}[{{ m.role }}]{{ m.content }};{% endfor %}"
                                + "{% if add_generation_prompt %}[assistant]{% endif %}",
                        Map.of());
        ChatMessage question = ChatMessage.user("6 + 1?");
        try (TextTokenizer bytes = TextTokenizer.load(directory)) {
            ProblemEncoder encoder = new ProblemEncoder(bytes, template, 399, 100, 100);
            assertEquals("[user]6 + 1?;[assistant]", prompted(encoder, List.of(question)));
            assertEquals(
                    "[user]6 + 1?;[assistant]It is",
                    prompted(encoder, List.of(question, new ChatMessage("assistant", "It is"))));
        }
    }

    private static String prompted(ProblemEncoder encoder, List<ChatMessage> messages) {
        Problem problem = new Problem("p", "", messages, "7", List.of(), Map.of());
        return encoder.tokenizer().decodeAll(encoder.encode(problem).prompt().toArray());
    }

    private static String decoded(ProblemEncoder encoder, String prompt, Demonstration shown) {
        int[] ids =
                encoder.encode(Problem.of("p", prompt, "7", shown))
                        .demonstrations()
                        .get(0)
                        .tokens()
                        .toArray();
        return encoder.tokenizer().decode(ids);
    }

    @Test
    void aResponseIsDecodedWithoutItsEndToken() {
        Trajectory trajectory =
                new Trajectory(Tokens.of(2), Tokens.of(4, 5, END), 0, new float[3], true);
        assertEquals(
                new Completion("cd", 3, true),
                TinyLanguage.encoder(tokenizer, 3).decode(trajectory));
    }
}
