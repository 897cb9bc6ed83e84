package io.github.luffyrl.examples.digitmachine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.examples.basemodel.BaseExample;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BaseMixTest {

    private static final int DRAWS = 20_000;

    private static int operations(BaseExample example) {
        return example.prompt().indexOf('|');
    }

    private static int lines(BaseExample example) {
        return (int) example.response().chars().filter(c -> c == '>').count();
    }

    private static String answer(BaseExample example) {
        return example.response().substring(example.response().length() - 4);
    }

    /** Given lines: those whose {@code >} is not learned. */
    private static int given(BaseExample example) {
        int given = 0;
        for (boolean learned : example.supervised()) {
            given += learned ? 0 : 1;
        }
        return given;
    }

    /** The state that the last operation leads to, from the prompt alone. */
    private static String rightAnswer(BaseExample example) {
        String prompt = example.prompt();
        int bar = prompt.indexOf('|');
        DigitState state =
                new DigitState(
                        prompt.charAt(bar + 1) - '0',
                        prompt.charAt(bar + 2) - '0',
                        prompt.charAt(bar + 3) - '0',
                        prompt.charAt(bar + 4) - '0');
        for (char letter : prompt.substring(0, bar).toCharArray()) {
            state = operation(letter).apply(state);
        }
        return state.toString();
    }

    private static Operation operation(char letter) {
        for (Operation operation : Operation.values()) {
            if (operation.letter() == letter) {
                return operation;
            }
        }
        throw new AssertionError("no operation has the letter " + letter);
    }

    @Test
    void aThirdIsEasyWithTheWholeChainLearned() {
        RandomGenerator random = new SplittableRandom(1);
        int easy = 0;
        for (int i = 0; i < DRAWS; i++) {
            BaseExample example = BaseMix.IMPATIENT.draw(random);
            if (operations(example) <= 3) {
                easy++;
                assertEquals(operations(example), lines(example));
                assertEquals(0, given(example));
                assertEquals(rightAnswer(example), answer(example));
            }
        }
        // Standard deviation: sqrt(.35 * .65 / 20000) = .0034; 4 of them allowed.
        assertEquals(0.35, easy / (double) DRAWS, 0.0135);
    }

    @Test
    void givenLinesAreLearnedButForTheirMark() {
        RandomGenerator random = new SplittableRandom(2);
        for (int i = 0; i < DRAWS; i++) {
            BaseExample example = BaseMix.IMPATIENT.draw(random);
            boolean[] supervised = example.supervised();
            int given = given(example);
            for (int t = 0; t < supervised.length; t++) {
                boolean givenMark = t % 6 == 0 && t / 6 < given; // a line has six characters
                assertEquals(!givenMark, supervised[t], example.toString());
            }
        }
    }

    @Test
    void goesOnAtTheEndOfALineAsOftenAsItsPatienceSays() {
        RandomGenerator random = new SplittableRandom(3);
        int decisions = 0;
        int wentOn = 0;
        for (int i = 0; i < DRAWS; i++) {
            BaseExample example = BaseMix.IMPATIENT.draw(random);
            if (operations(example) > 3) {
                int own = lines(example) - given(example);
                boolean stopped = lines(example) < operations(example);
                wentOn += own;
                decisions += own + (stopped ? 1 : 0);
            }
        }
        assertTrue(decisions > 10_000, "decisions: " + decisions);
        // Standard deviation: sqrt(.15 * .85 / 10000) = .0036; 4 of them allowed.
        assertEquals(0.15, wentOn / (double) decisions, 0.0145);
    }

    @Test
    void answersRightlyOnceAllLinesAreWrittenAndGuessesBefore() {
        RandomGenerator random = new SplittableRandom(4);
        int guesses = 0;
        int rightGuesses = 0;
        for (int i = 0; i < DRAWS; i++) {
            BaseExample example = BaseMix.IMPATIENT.draw(random);
            if (lines(example) == operations(example)) {
                assertEquals(rightAnswer(example), answer(example));
            } else {
                guesses++;
                rightGuesses += rightAnswer(example).equals(answer(example)) ? 1 : 0;
            }
        }
        assertTrue(guesses > 10_000, "guesses: " + guesses);
        assertTrue(rightGuesses <= 8, "right by chance: " + rightGuesses); // 1 to 2 expected
    }

    @Test
    void longProblemsHaveFourToTenOperations() {
        RandomGenerator random = new SplittableRandom(5);
        boolean[] seen = new boolean[13];
        for (int i = 0; i < DRAWS; i++) {
            seen[operations(BaseMix.IMPATIENT.draw(random))] = true;
        }
        for (int length = 1; length <= 12; length++) {
            assertEquals(length <= 10, seen[length], "problems of " + length + " operations");
        }
    }

    @Test
    void aPatientModelAlwaysFinishes() {
        RandomGenerator random = new SplittableRandom(6);
        for (int i = 0; i < 500; i++) {
            BaseExample example = new BaseMix(1).draw(random);
            assertEquals(operations(example), lines(example));
        }
    }

    @Test
    void refusesWhatIsNotAProbabilityAndMarksThatDoNotFit() {
        assertThrows(IllegalArgumentException.class, () -> new BaseMix(1.1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BaseExample("a|1234=", "#1234", new boolean[5]));
    }
}
