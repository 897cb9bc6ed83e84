package io.github.luffyrl.core.rejection;

import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;

/** How the collection for a problem ended. */
public sealed interface ProblemOutcome {

    /**
     * Returns what was asked.
     *
     * @return the problem
     */
    Problem problem();

    /**
     * Returns what was drawn for it.
     *
     * @return number of samples, at least 1
     */
    int samples();

    /**
     * The policy solved it.
     *
     * @param problem what was asked
     * @param samples until the end of the round with the first success
     * @param trace the first right response, of no source
     */
    record Solved(Problem problem, int samples, Demonstration trace) implements ProblemOutcome {}

    /**
     * It did not within the budget.
     *
     * @param problem what was asked
     * @param samples all without success
     */
    record Hard(Problem problem, int samples) implements ProblemOutcome {}
}
