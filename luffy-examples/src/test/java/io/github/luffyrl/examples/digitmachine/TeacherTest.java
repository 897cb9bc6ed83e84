package io.github.luffyrl.examples.digitmachine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.examples.task.Split;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TeacherTest {

    private static final Pattern PART = Pattern.compile("([>?#])([a-l]*)([0-9]{4})");

    @Test
    void withoutLeapsAndChecksItWritesTheStudentsTrace() {
        DigitProblem problem =
                new DigitProblem(
                        List.of(Operation.REVERSE, Operation.ADD_TO_0), new DigitState(1, 2, 3, 4));

        String text = new Teacher(0, 0, 0).demonstrate(problem, new SplittableRandom(1));

        assertEquals(">g4321>h7321#7321", text);
    }

    @Test
    void alwaysLeapingAndCheckingShortensTheLastLeap() {
        // 1234 -reverse-> 4321 -add 3 to the first-> 7321 -swap 0 1-> 3721 -complement-> 6278
        DigitProblem problem =
                new DigitProblem(
                        List.of(
                                Operation.REVERSE,
                                Operation.ADD_TO_0,
                                Operation.SWAP_01,
                                Operation.COMPLEMENT),
                        new DigitState(1, 2, 3, 4));

        String text = new Teacher(1, 0, 1).demonstrate(problem, new SplittableRandom(1));

        assertEquals(">gha3721?3721>l6278?6278#6278", text);
    }

    @Test
    void everyLineCheckAndAnswerAgreesWithStepByStepExecution() {
        for (long seed = 0; seed < 2000; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            DigitProblem problem = DigitProblem.draw(1, 12, Split.TRAINING, random);
            String text = Teacher.LEAPING.demonstrate(problem, random);

            DigitState state = problem.start();
            int done = 0;
            int end = 0;
            Matcher part = PART.matcher(text);
            while (part.find()) {
                assertEquals(end, part.start(), text);
                end = part.end();
                for (char letter : part.group(2).toCharArray()) {
                    Operation operation = problem.operations().get(done++);
                    assertEquals(operation.letter(), letter, text);
                    state = operation.apply(state);
                }
                assertEquals(state.toString(), part.group(3), text);
            }
            assertEquals(text.length(), end, text);
            assertEquals(problem.operations().size(), done, text);
            assertTrue(text.endsWith("#" + state), text);
        }
    }

    @Test
    void leapsAndChecksAsOftenAsItsProbabilitiesSay() {
        RandomGenerator random = new SplittableRandom(7);
        int[] leaps = new int[4];
        int lines = 0;
        int checks = 0;
        for (int i = 0; i < 4000; i++) {
            DigitProblem problem = DigitProblem.draw(12, 12, Split.TRAINING, random);
            Matcher part = PART.matcher(Teacher.LEAPING.demonstrate(problem, random));
            int done = 0;
            while (part.find()) {
                switch (part.group(1)) {
                    case ">" -> {
                        lines++;
                        if (done <= 9) { // no leap is shortened up to here
                            leaps[part.group(2).length()]++;
                        }
                        done += part.group(2).length();
                    }
                    case "?" -> checks++;
                    default -> assertEquals("#", part.group(1));
                }
            }
        }
        double total = leaps[1] + leaps[2] + leaps[3];
        assertTrue(total > 20_000, "lines counted: " + total);
        // Standard deviations: sqrt(.25 * .75 / 20000) = .0031 and smaller; 4 of them allowed.
        assertEquals(0.10, leaps[3] / total, 0.0085);
        assertEquals(0.25, leaps[2] / total, 0.0122);
        assertEquals(0.65, leaps[1] / total, 0.0135);
        assertEquals(0.15, checks / (double) lines, 0.0101);
    }

    @Test
    void refusesWhatIsNotAProbability() {
        assertThrows(IllegalArgumentException.class, () -> new Teacher(0.6, 0.5, 0));
        assertThrows(IllegalArgumentException.class, () -> new Teacher(-0.1, 0.5, 0));
        assertThrows(IllegalArgumentException.class, () -> new Teacher(0, 0, Double.NaN));
    }
}
