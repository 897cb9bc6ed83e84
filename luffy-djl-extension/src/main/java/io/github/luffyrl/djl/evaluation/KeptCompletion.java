package io.github.luffyrl.djl.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A completion of an {@link EvaluationProtocol}, with what its graders say of it.
 *
 * @param condition how the model was asked
 * @param set name of the set of problems
 * @param problem the problem's id
 * @param sample counts the completions of the problem from 0
 * @param text of the completion
 * @param tokens its length
 * @param finished whether the model ended it by itself, rather than at the length limit
 * @param grades by grader, whether it solves the problem
 */
public record KeptCompletion(
        EvaluationCondition condition,
        String set,
        String problem,
        int sample,
        String text,
        int tokens,
        boolean finished,
        Map<String, Boolean> grades) {

    /** Copies the grades. */
    public KeptCompletion {
        grades = Collections.unmodifiableMap(new LinkedHashMap<>(grades));
    }
}
