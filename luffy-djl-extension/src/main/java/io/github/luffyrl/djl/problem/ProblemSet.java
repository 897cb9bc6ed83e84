package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The problems of some files, and what of the files did not become part of one.
 *
 * @param problems in the files' order, at least one; their ids are unique
 * @param rows how many rows were read, those without a problem included
 * @param skipped what was left out; empty when nothing was
 */
public record ProblemSet(List<Problem> problems, int rows, List<DataIssue> skipped) {

    private static final String MEND =
            "; data.fields.answer names the field of the answer, and data.answerText the part of it";

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

    /**
     * Returns the problems that a response can solve.
     *
     * @param reward that responses are scored by
     * @param onInvalid what happens to a problem that no response can solve
     * @return the problems that are left, at least one
     * @throws IllegalArgumentException if such a problem is refused, or none is left
     */
    public ProblemSet solvable(RewardFunction reward, OnInvalid onInvalid) {
        List<Optional<String>> reasons =
                problems.parallelStream().map(reward::unmatchable).toList();
        DataIssue.Collector unsolvable = new DataIssue.Collector();
        List<Problem> left = new ArrayList<>();
        for (int i = 0; i < problems.size(); i++) {
            Problem problem = problems.get(i);
            if (reasons.get(i).isEmpty()) {
                left.add(problem);
                continue;
            }
            String fault = problem.id() + ": no response can be right: " + reasons.get(i).get();
            if (onInvalid == OnInvalid.REFUSE) {
                throw new IllegalArgumentException(fault + MEND);
            }
            unsolvable.add("problem that no response can solve", fault);
        }
        if (left.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of the "
                            + problems.size()
                            + " problems is left: "
                            + unsolvable.list()
                            + MEND);
        }
        List<DataIssue> all = new ArrayList<>(skipped);
        all.addAll(unsolvable.list());
        return new ProblemSet(left, rows, all);
    }
}
