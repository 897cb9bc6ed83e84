package io.github.luffyrl.core.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
