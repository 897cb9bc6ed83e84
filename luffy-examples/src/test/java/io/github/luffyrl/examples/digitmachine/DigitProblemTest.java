package io.github.luffyrl.examples.digitmachine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.examples.task.Split;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DigitProblemTest {

    // 1234 -swap 0 1-> 2134 -rotate left-> 1342 -complement-> 8657
    private static final DigitProblem PROBLEM =
            new DigitProblem(
                    List.of(Operation.SWAP_01, Operation.ROTATE_LEFT, Operation.COMPLEMENT),
                    new DigitState(1, 2, 3, 4));

    @Test
    void promptNamesTheOperationsAndTheStartState() {
        assertEquals("ael|1234=", PROBLEM.prompt());
    }

    @Test
    void answerIsTheStateAfterTheLastOperation() {
        assertEquals("8657", PROBLEM.answer().toString());
    }

    @Test
    void studentWritesOneLinePerOperation() {
        assertEquals(List.of(">a2134", ">e1342", ">l8657"), Trace.studentLines(PROBLEM));
    }

    @Test
    void drawnProblemsHaveDifferentOperationsAndBelongToTheSplit() {
        RandomGenerator random = new SplittableRandom(1);
        boolean[] lengthSeen = new boolean[13];
        for (int i = 0; i < 2000; i++) {
            DigitProblem problem = DigitProblem.draw(1, 12, Split.EVALUATION, random);
            List<Operation> operations = problem.operations();
            assertEquals(operations.size(), new HashSet<>(operations).size());
            assertEquals(Split.EVALUATION, Split.of(problem.prompt()));
            lengthSeen[operations.size()] = true;
        }
        for (int length = 1; length <= 12; length++) {
            assertTrue(lengthSeen[length], "no problem of " + length + " operations");
        }
    }

    @Test
    void oneProblemInEightIsHeldOutWhateverItsDigits() {
        int[] heldOutByLastDigit = new int[10];
        for (int start = 0; start < 10_000; start++) {
            DigitState state =
                    new DigitState(start / 1000, start / 100 % 10, start / 10 % 10, start % 10);
            if (Split.of(new DigitProblem(List.of(Operation.REVERSE), state).prompt())
                    == Split.EVALUATION) {
                heldOutByLastDigit[start % 10]++;
            }
        }
        // 1000 states each: 125 expected, standard deviation sqrt(1000 / 8 * 7 / 8) = 10.5.
        for (int count : heldOutByLastDigit) {
            assertEquals(125, count, 42);
        }
    }

    @Test
    void refusesAProblemWithoutOperations() {
        DigitState start = new DigitState(0, 0, 0, 0);
        assertThrows(IllegalArgumentException.class, () -> new DigitProblem(List.of(), start));
    }
}
