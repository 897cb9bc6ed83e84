package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.djl.problem.EncodedProblem;
import java.util.List;

/**
 * A group that is to be rolled out.
 *
 * @param problem the problem
 * @param prefixes what each row gets of a demonstration
 */
public record PlannedGroup(EncodedProblem problem, List<Prefix> prefixes) {

    /** Copies the list. */
    public PlannedGroup {
        prefixes = List.copyOf(prefixes);
    }
}
