package io.github.luffyrl.core.rejection;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a collection has found.
 *
 * @param outcomes one for each problem, in order
 * @param compute what all samples have cost, also in earlier runs of the collection
 */
public record CollectedTraces(List<ProblemOutcome> outcomes, Compute compute) {

    /** Attribute of a problem: how many samples were drawn for it. */
    public static final String SAMPLES = "samples";

    /** Attribute of a problem that was not solved: {@code true}. */
    public static final String HARD = "hard";

    /** Copies the list. */
    public CollectedTraces {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Counts the problems with a trace.
     *
     * @return 0 to the number of problems
     */
    public long solved() {
        return outcomes.stream().filter(ProblemOutcome.Solved.class::isInstance).count();
    }

    /**
     * Returns the problems with their traces as only demonstrations; a hard one has none. Their
     * attributes hold {@link #SAMPLES} and {@link #HARD}.
     *
     * @param source name of the model that was sampled
     * @return the problems, in order
     */
    public List<Problem> problems(String source) {
        return outcomes.stream().map(outcome -> problem(outcome, source)).toList();
    }

    private static Problem problem(ProblemOutcome outcome, String source) {
        Problem problem = outcome.problem();
        Map<String, String> attributes = new TreeMap<>(problem.attributes());
        attributes.put(SAMPLES, String.valueOf(outcome.samples()));
        List<Demonstration> traces = List.of();
        if (outcome instanceof ProblemOutcome.Solved solved) {
            Demonstration trace = solved.trace();
            traces =
                    List.of(
                            new Demonstration(
                                    trace.text(), source, trace.behaviourProbabilities()));
            attributes.remove(HARD);
        } else {
            attributes.put(HARD, "true");
        }
        return new Problem(
                problem.id(),
                problem.source(),
                problem.prompt(),
                problem.answer(),
                traces,
                attributes);
    }
}
