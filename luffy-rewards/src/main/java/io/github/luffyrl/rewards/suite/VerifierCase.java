package io.github.luffyrl.rewards.suite;

import io.github.luffyrl.rewards.verifier.Verdict;
import io.github.luffyrl.rewards.verifier.Verdict.NoVerdict;
import io.github.luffyrl.rewards.verifier.Verdict.Undecided;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A gold answer, a prediction, and what a careful human says of the two.
 *
 * @param id names the case
 * @param kind what totals are counted by, such as {@code latex+expr}; of kind {@code
 *     gold-unparseable} is a case whose gold cannot be read, so that there is no verdict to give
 * @param gold the right answer
 * @param prediction a model's text
 * @param expected whether the prediction is right; null when either verdict will do
 * @param oracle what another verifier said; null when that is not known
 * @param disputed whether the expectation is a matter of taste: reported, and not counted
 * @param grader says what the prediction is, under the options of the case
 */
public record VerifierCase(
        String id,
        String kind,
        String gold,
        String prediction,
        @Nullable Boolean expected,
        @Nullable Boolean oracle,
        boolean disputed,
        Grader grader) {

    /** The kind whose cases have no verdict. */
    public static final String GOLD_UNPARSEABLE = "gold-unparseable";

    /** Compares a prediction with a gold answer. */
    @FunctionalInterface
    public interface Grader {

        /**
         * Compares.
         *
         * @param gold the right answer
         * @param prediction a model's text
         * @return the verdict
         */
        Verdict verify(String gold, String prediction);

        /**
         * Says why no prediction can match a gold answer.
         *
         * @param gold the right answer
         * @return the reason; empty when a prediction may match, or when that is not known
         */
        default Optional<String> unmatchable(String gold) {
            return Optional.empty();
        }
    }

    /**
     * Reads a case from its fields, as a JSON reader gives them: {@code id}, {@code kind}, {@code
     * gold}, {@code pred}, {@code expected}, and optionally {@code oracle}, {@code disputed} and
     * {@code options}. Instead of {@code gold} and {@code pred} there may be {@code gold_parts} and
     * {@code pred_parts}, lists of {@code [text, count]}: each text is repeated that often, and the
     * results are joined. Other fields are passed over.
     *
     * @param fields values by name: strings, booleans, numbers, lists, and a map of options
     * @return the case
     * @throws IllegalArgumentException if a field is missing or of the wrong type, or an option is
     *     not known
     */
    public static VerifierCase of(Map<String, ?> fields) {
        Fields of = new Fields("", fields);
        String id = of.require("id", String.class);
        try {
            return new VerifierCase(
                    id,
                    of.require("kind", String.class),
                    text(of, "gold"),
                    text(of, "pred"),
                    of.get("expected", Boolean.class).orElse(null),
                    of.get("oracle", Boolean.class).orElse(null),
                    of.get("disputed", Boolean.class).orElse(false),
                    CaseOptions.grader(of.fields("options")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("case " + id + ": " + e.getMessage(), e);
        }
    }

    private static String text(Fields fields, String name) {
        if (fields.get(name + "_parts", Object.class).isEmpty()) {
            return fields.require(name, String.class);
        }
        StringBuilder text = new StringBuilder();
        for (Object part : fields.require(name + "_parts", List.class)) {
            if (!(part instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof String unit
                    && pair.get(1) instanceof Number count)) {
                throw new IllegalArgumentException(
                        name + "_parts holds " + part + "; need pairs [text, count]");
            }
            text.append(unit.repeat(count.intValue()));
        }
        return text.toString();
    }

    /**
     * Runs the case.
     *
     * @return the result
     */
    public CaseResult run() {
        return new CaseResult(this, grader.verify(gold, prediction));
    }

    /**
     * Says why no prediction can match the gold answer.
     *
     * @return the reason; empty when a prediction may match, or when the case is of kind {@code
     *     gold-unparseable}, whose gold is meant to be so
     */
    Optional<String> unmatchable() {
        return kind.equals(GOLD_UNPARSEABLE) ? Optional.empty() : grader.unmatchable(gold);
    }

    /** A defect of the verifier agrees with nothing, whatever is expected. */
    boolean agrees(Verdict verdict) {
        if (verdict instanceof Undecided undecided && undecided.defect() != null) {
            return false;
        }
        if (kind.equals(GOLD_UNPARSEABLE)) {
            return verdict instanceof NoVerdict;
        }
        return expected == null || verdict.isCorrect() == expected;
    }
}
