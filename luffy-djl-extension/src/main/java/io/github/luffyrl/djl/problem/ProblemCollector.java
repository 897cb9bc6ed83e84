package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gathers the problems of some files, and what of them did not become one. */
final class ProblemCollector {

    private final OnInvalid onInvalid;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> placeOfId = new HashMap<>();
    private final DataIssue.Collector skipped = new DataIssue.Collector();
    private int rows;

    ProblemCollector(OnInvalid onInvalid) {
        this.onInvalid = onInvalid;
    }

    /**
     * Reads a row; {@code parse} throws an {@code IllegalArgumentException} if it is no problem.
     */
    void row(String place, Supplier<Problem> parse) {
        rows++;
        try {
            Problem problem = parse.get();
            requireUnique(problem.id(), place);
            problems.add(problem);
        } catch (IllegalArgumentException e) {
            String fault = place + ": " + e.getMessage();
            if (onInvalid == OnInvalid.REFUSE) {
                throw new IllegalArgumentException(fault, e);
            }
            skipped.add("row that is no problem", fault);
        }
    }

    private void requireUnique(String id, String place) {
        String first = placeOfId.putIfAbsent(id, place);
        if (first != null) {
            throw new IllegalArgumentException(
                    "the id \"" + id + "\" is that of " + first + " already; ids must be unique");
        }
    }

    void skip(String what, String place) {
        skipped.add(what, place);
    }

    /** To be called for a row whose demonstration is there but holds nothing. */
    Runnable emptyTarget(String id) {
        return () -> skip("target without an assistant's text", id);
    }

    int problems() {
        return problems.size();
    }

    ProblemSet toSet() {
        return new ProblemSet(problems, rows, skipped.list());
    }
}
