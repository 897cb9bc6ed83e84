package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * The problems of a file, and what of the file did not become part of one.
 *
 * @param problems in the file's order, at least one; their ids are unique
 * @param skipped how often something was left out, by reason; empty when nothing was
 */
public record ProblemSet(List<Problem> problems, Map<String, Integer> skipped) {

    /** Copies the collections. */
    public ProblemSet {
        problems = List.copyOf(problems);
        skipped = Map.copyOf(skipped);
    }
}
