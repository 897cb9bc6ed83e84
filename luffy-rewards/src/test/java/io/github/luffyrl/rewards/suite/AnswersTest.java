package io.github.luffyrl.rewards.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.rewards.verifier.MathVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Answers as training judges them, with the default options: those of the test resources, or of
 * {@code -Dluffy.verifier.answers=FILE}.
 */
class AnswersTest {

    private final MathVerifier verifier = new MathVerifier();

    private List<String> wrongVerdicts(List<Map<String, Object>> answers, boolean expected) {
        List<String> wrong = new ArrayList<>();
        for (Map<String, Object> answer : answers) {
            String gold = (String) answer.get("gold");
            String prediction = (String) answer.get("pred");
            boolean right = verifier.verify(gold, prediction).isCorrect();
            if (answer.get("expected").equals(expected) && right != expected) {
                wrong.add(answer.get("id") + ": " + gold + " | " + prediction);
            }
        }
        return wrong;
    }

    @Test
    void everyPairOfOursIsJudgedAsItSays() {
        List<Map<String, Object>> pairs = CaseFile.pairs();

        assertTrue(pairs.size() > 300, pairs.size() + " pairs");
        assertEquals("", String.join("\n", wrongVerdicts(pairs, false)));
        assertEquals("", String.join("\n", wrongVerdicts(pairs, true)));
    }

    @Test
    void noAnswerDeceives() {
        List<Map<String, Object>> answers = CaseFile.adversarial();

        assertTrue(answers.size() > 550, answers.size() + " answers");
        answers.forEach(answer -> assertFalse(((String) answer.get("reason")).isBlank()));
        assertEquals("", String.join("\n", wrongVerdicts(answers, false)));
        assertEquals("", String.join("\n", wrongVerdicts(answers, true)));
    }

    @Test
    void noWrongAnswerIsTakenForRightAndNearlyNoRightOneForWrong() {
        List<Map<String, Object>> answers = CaseFile.answers();

        List<String> falsePositives = wrongVerdicts(answers, false);
        List<String> falseNegatives = wrongVerdicts(answers, true);
        falseNegatives.forEach(line -> System.out.println("MISSED " + line));
        assertEquals("", String.join("\n", falsePositives));
        double rate = 1 - (double) falseNegatives.size() / answers.size();
        assertTrue(rate >= 0.96, rate + " of " + answers.size() + " are right");
    }
}
