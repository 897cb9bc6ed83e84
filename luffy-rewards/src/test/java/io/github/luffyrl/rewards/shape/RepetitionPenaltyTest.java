package io.github.luffyrl.rewards.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionPenaltyTest {

    private static final Problem PROBLEM = Problem.of("p", "Why?", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a b c d         ~ 2 ~ 0",
                // a b, b a, a b, b a: two of four stood there before
                "a b a B a       ~ 2 ~ -0.5",
                "a a a a         ~ 1 ~ -0.75",
                "a b a b         ~ 5 ~ 0",
                "''              ~ 1 ~ 0",
            })
    void theRepetitionPenaltyIsTheShareOfRepeatedRuns(String text, int words, double penalty) {
        Reward reward = new RepetitionPenalty(words).score(PROBLEM, Completion.of(text));
        assertEquals(penalty, reward.value(), 1e-12);
        assertFalse(reward.solved());
    }

    /** Words of one hash code: "a@" and "b!" in every place. */
    @Test
    void wordsThatHashAlikeTakeNoLonger() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1 << 15; i++) {
            for (int bit = 0; bit < 15; bit++) {
                text.append((i >> bit & 1) == 0 ? "a@" : "b!");
            }
            text.append(' ');
        }
        assertTimeout(
                Duration.ofSeconds(5),
                () -> new RepetitionPenalty(3).score(PROBLEM, Completion.of(text.toString())));
    }

    @Test
    void runsOfNoWordsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new RepetitionPenalty(0));
    }
}
