package io.github.luffyrl.core.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

    @Test
    void aPlainProblemIsOneUserTurnWithItsDemonstrations() {
        Demonstration demonstration = Demonstration.of("1 + 1 = 2");

        assertEquals(
                new Problem(
                        "p1",
                        "",
                        List.of(new ChatMessage("user", "1 + 1?")),
                        "2",
                        List.of(new Demonstration("1 + 1 = 2", "")),
                        Map.of()),
                Problem.of("p1", "1 + 1?", "2", demonstration));
    }

    @Test
    void problemsThatDifferInTheAnswerAreDifferent() {
        assertNotEquals(Problem.of("p1", "1 + 1?", "2"), Problem.of("p1", "1 + 1?", "3"));
    }

    @Test
    void aProblemCannotBeChangedFromOutside() {
        List<ChatMessage> prompt = new ArrayList<>(List.of(ChatMessage.user("1 + 1?")));
        List<Demonstration> demonstrations = new ArrayList<>();
        Map<String, String> attributes = new HashMap<>();
        Problem problem = new Problem("p1", "", prompt, "2", demonstrations, attributes);

        prompt.clear();
        demonstrations.add(Demonstration.of("2"));
        attributes.put("level", "1");

        assertEquals(Problem.of("p1", "1 + 1?", "2"), problem);
    }

    @Test
    void aProblemWithoutIdIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> Problem.of(" ", "1 + 1?", "2"));
    }

    @Test
    void anEmptyPromptIsRejectedByTheProblemsId() {
        for (List<ChatMessage> prompt :
                List.of(List.<ChatMessage>of(), List.of(ChatMessage.user("")))) {
            IllegalArgumentException error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> new Problem("p1", "", prompt, "2", List.of(), Map.of()));
            assertTrue(error.getMessage().contains("p1"), error.getMessage());
        }
    }

    @Test
    void aMessageNeedsARoleButMayBeEmpty() {
        assertEquals("", new ChatMessage("assistant", "").content());
        assertThrows(IllegalArgumentException.class, () -> new ChatMessage(" ", "hello"));
        assertThrows(NullPointerException.class, () -> new ChatMessage("user", null));
    }

    @Test
    void anEmptyDemonstrationIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> Demonstration.of(""));
    }

    @Test
    void behaviourProbabilitiesAreUnknownUnlessGiven() {
        assertFalse(Demonstration.of("2").hasBehaviourProbabilities());
        assertEquals(new Demonstration("2", "", new float[0]), Demonstration.of("2"));
        assertTrue(new Demonstration("2", "", new float[] {0.5f, 1}).hasBehaviourProbabilities());
    }

    @Test
    void behaviourProbabilitiesCountInEquality() {
        Demonstration given = new Demonstration("2", "R1", new float[] {0.5f, 1});

        assertEquals(given, new Demonstration("2", "R1", new float[] {0.5f, 1}));
        assertEquals(
                given.hashCode(), new Demonstration("2", "R1", new float[] {0.5f, 1}).hashCode());
        assertNotEquals(given, new Demonstration("2", "R1", new float[] {0.5f, 0.9f}));
        assertNotEquals(given, new Demonstration("2", "R1"));
        assertNotEquals(given, new Demonstration("2", "", new float[] {0.5f, 1}));
        assertNotEquals(given, new Demonstration("3", "R1", new float[] {0.5f, 1}));
    }

    @Test
    void behaviourProbabilitiesCannotBeChangedFromOutside() {
        float[] probabilities = {0.5f, 1};
        Demonstration demonstration = new Demonstration("2", "", probabilities);

        probabilities[0] = 0.1f;
        demonstration.behaviourProbabilities()[1] = 0.1f;

        assertArrayEquals(new float[] {0.5f, 1}, demonstration.behaviourProbabilities());
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, 1.001f, Float.NaN})
    void aNumberThatIsNoProbabilityOfAWrittenTokenIsRejected(float wrong) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Demonstration("2", "", new float[] {1, wrong}));

        assertTrue(
                error.getMessage().startsWith("behaviourProbabilities[1] = " + wrong + ": "),
                error.getMessage());
    }
}
