package io.github.luffyrl.rewards.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Answers that are words, of {@code -Dluffy.verifier.words=FILE}, whose golds are bare. */
@EnabledIfSystemProperty(named = "luffy.verifier.words", matches = ".+")
class WordAnswersTest {

    private final List<Map<String, Object>> lines = CaseFile.words();

    private static SuiteReport report(List<Map<String, Object>> lines) {
        return SuiteReport.of(lines.stream().map(VerifierCase::of).toList());
    }

    @Test
    void noWrongWordIsTakenForRight() {
        assertFalse(lines.isEmpty());
        assertEquals(
                List.of(),
                report(lines).results().stream().filter(CaseResult::falsePositive).toList());
    }

    @Test
    void theDefaultReadsABareGoldAsIfItWasToldThatItIsBare() {
        List<Map<String, Object>> byDefault =
                lines.stream()
                        .map(
                                line ->
                                        Map.of(
                                                "id", line.get("id"),
                                                "kind", line.get("kind"),
                                                "gold", line.get("gold"),
                                                "pred", line.get("pred"),
                                                "expected", line.get("expected")))
                        .toList();

        assertEquals(
                report(lines).results().stream().map(CaseResult::verdict).toList(),
                report(byDefault).results().stream().map(CaseResult::verdict).toList());
    }
}
