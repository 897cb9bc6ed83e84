package io.github.luffyrl.examples.digitmachine;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A stronger model of another family: it is always right, but leaps over states that the student
 * would write down, and checks itself where the student would not.
 *
 * @param leapOfThree probability that a line carries out 3 operations
 * @param leapOfTwo probability that a line carries out 2 operations
 * @param check probability that a check follows a line
 */
public record Teacher(double leapOfThree, double leapOfTwo, double check) {

    /** The teacher of the embedded task. */
    public static final Teacher LEAPING = new Teacher(0.10, 0.25, 0.15);

    /** Writes a line for every operation and no checks, as the base model does. */
    public static final Teacher STEPWISE = new Teacher(0, 0, 0);

    /** Rejects what is not a probability. */
    public Teacher {
        if (!(leapOfThree >= 0 && leapOfTwo >= 0 && leapOfThree + leapOfTwo <= 1)
                || !(check >= 0 && check <= 1)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "leaps %s and %s, check %s: need probabilities, the leaps at most 1 together",
                            leapOfThree,
                            leapOfTwo,
                            check));
        }
    }

    /**
     * Solves a problem. A leap that is longer than what is left is shortened.
     *
     * @param problem what to solve
     * @param random the generator
     * @return the response without end-of-sequence token, such as {@code >ab2134?2134>c2143#2143}
     */
    public String demonstrate(DigitProblem problem, RandomGenerator random) {
        List<Operation> operations = problem.operations();
        List<DigitState> states = problem.states();
        StringBuilder text = new StringBuilder();
        for (int done = 0; done < operations.size(); ) {
            int next = Math.min(done + leap(random), operations.size());
            DigitState state = states.get(next - 1);
            text.append(Trace.line(operations.subList(done, next), state));
            if (random.nextDouble() < check) {
                text.append(Trace.check(state));
            }
            done = next;
        }
        return text.append(Trace.answer(problem.answer())).toString();
    }

    private int leap(RandomGenerator random) {
        double u = random.nextDouble();
        return u < leapOfThree ? 3 : u < leapOfThree + leapOfTwo ? 2 : 1;
    }
}
