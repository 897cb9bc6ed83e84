package io.github.luffyrl.examples.digitmachine;

import io.github.luffyrl.examples.task.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A chain of operations to be carried out on a start state.
 *
 * @param operations in the order of execution, at least one
 * @param start the state before the first
 */
public record DigitProblem(List<Operation> operations, DigitState start) {

    /** Copies the list and rejects an empty one. */
    public DigitProblem {
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("a problem needs at least one operation");
        }
        operations = List.copyOf(operations);
    }

    /**
     * Draws a problem: a length from the range, then different operations and a start state, all
     * uniform, until the problem belongs to the split.
     *
     * @param minOperations fewest operations, at least 1
     * @param maxOperations most operations, at most 12
     * @param split what the problem is for
     * @param random the generator
     * @return a problem of the split
     */
    static DigitProblem draw(
            int minOperations, int maxOperations, Split split, RandomGenerator random) {
        List<Operation> operations = new ArrayList<>(List.of(Operation.values()));
        DigitProblem problem;
        do {
            int length = random.nextInt(minOperations, maxOperations + 1);
            for (int i = 0; i < length; i++) {
                Collections.swap(operations, i, random.nextInt(i, operations.size()));
            }
            problem = new DigitProblem(operations.subList(0, length), DigitState.random(random));
        } while (Split.of(problem.prompt()) != split);
        return problem;
    }

    /**
     * Returns the text that the policy answers.
     *
     * @return such as {@code abc|1234=}
     */
    public String prompt() {
        return Trace.letters(operations) + "|" + start + "=";
    }

    /**
     * Returns the state after every operation.
     *
     * @return one state per operation
     */
    public List<DigitState> states() {
        List<DigitState> states = new ArrayList<>(operations.size());
        DigitState state = start;
        for (Operation operation : operations) {
            state = operation.apply(state);
            states.add(state);
        }
        return states;
    }

    /**
     * Returns the right answer.
     *
     * @return the state after the last operation
     */
    public DigitState answer() {
        List<DigitState> states = states();
        return states.get(states.size() - 1);
    }
}
