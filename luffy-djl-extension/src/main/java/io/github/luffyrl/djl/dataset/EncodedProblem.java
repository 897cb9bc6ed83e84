package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.problem.Problem;
import java.util.List;

/**
 * A problem in tokens.
 *
 * @param problem the problem
 * @param prompt the rendered prompt
 * @param demonstrations each demonstration with its end-of-sequence token
 */
public record EncodedProblem(Problem problem, int[] prompt, List<int[]> demonstrations) {}
