package io.github.luffyrl.examples.task;

import io.github.luffyrl.core.problem.Problem;
import java.util.List;

/**
 * A set of problems to measure accuracy on.
 *
 * @param role what it is to the training
 * @param name in tables and files of runs, such as {@code hard, held out}
 * @param problems at least one
 */
public record TaskSet(SetRole role, String name, List<Problem> problems) {

    /** Copies the list. */
    public TaskSet {
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("the set '" + name + "' has no problem");
        }
    }
}
