package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.problem.Problem;
import java.util.List;

/**
 * The problems of some files, and what of the files did not become part of one.
 *
 * @param problems in the files' order, at least one; their ids are unique
 * @param rows how many rows were read, those without a problem included
 * @param skipped what was left out; empty when nothing was
 */
public record ProblemSet(List<Problem> problems, int rows, List<DataIssue> skipped) {

    /** Copies the collections. */
    public ProblemSet {
        problems = List.copyOf(problems);
        skipped = List.copyOf(skipped);
    }

    /**
     * Returns a fingerprint of these problems: a resumed run can notice that its data changed.
     *
     * @return SHA-256 of all fields of all problems in order, 64 hexadecimal digits
     */
    public String fingerprint() {
        return ProblemFingerprint.of(problems);
    }
}
