package io.github.luffyrl.rewards.suite;

import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.BoxPriority;
import io.github.luffyrl.rewards.options.ExtractionMode;
import io.github.luffyrl.rewards.options.Fallback;
import io.github.luffyrl.rewards.options.GoldFormat;
import io.github.luffyrl.rewards.options.RelationComparison;
import io.github.luffyrl.rewards.options.Strictness;
import io.github.luffyrl.rewards.options.VerifierOptions;
import io.github.luffyrl.rewards.shape.FormatRule;
import io.github.luffyrl.rewards.suite.VerifierCase.Grader;
import io.github.luffyrl.rewards.verifier.MathVerifier;
import io.github.luffyrl.rewards.verifier.Verdict;
import io.github.luffyrl.rewards.verifier.Verdict.Correct;
import io.github.luffyrl.rewards.verifier.Verdict.Wrong;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Options by their names in case files. */
final class CaseOptions {

    private static final Map<String, AnswerForm> FORMS =
            Map.of(
                    "latex", AnswerForm.LATEX,
                    "expr", AnswerForm.EXPRESSION,
                    "string", AnswerForm.CHOICE);

    private static final Map<Integer, BoxPriority> BOX_PRIORITIES =
            Map.of(
                    0, BoxPriority.FIRST,
                    50, BoxPriority.AFTER_FINAL_ANSWER,
                    100, BoxPriority.AFTER_ANSWER,
                    -1, BoxPriority.NEVER);

    private static final Map<String, ExtractionMode> EXTRACTION_MODES =
            Map.of(
                    "any_match",
                    ExtractionMode.ANY_MATCH,
                    "first_match",
                    ExtractionMode.FIRST_MATCH);

    private static final Map<String, Fallback> FALLBACKS =
            Map.of("first_match", Fallback.TEXT, "no_fallback", Fallback.NONE);

    private static final Map<String, GoldFormat> GOLD_FORMATS =
            Map.of("auto", GoldFormat.AUTO, "bare", GoldFormat.BARE, "text", GoldFormat.TEXT);

    private static final Map<String, FormatRule> CHECKS =
            Map.of("think_format", FormatRule.thinkThenAnswer());

    private final Fields options;
    private final VerifierOptions.Builder builder = VerifierOptions.builder();

    private CaseOptions(Fields options) {
        this.options = options;
    }

    static Grader grader(Fields options) {
        return options.get("check", String.class)
                .map(check -> format(lookUp("check", check, CHECKS)))
                .orElseGet(() -> new OfVerifier(new MathVerifier(new CaseOptions(options).read())));
    }

    private record OfVerifier(MathVerifier verifier) implements Grader {
        @Override
        public Verdict verify(String gold, String prediction) {
            return verifier.verify(gold, prediction);
        }

        @Override
        public Optional<String> unmatchable(String gold) {
            return verifier.unmatchable(gold);
        }
    }

    private static Grader format(FormatRule rule) {
        return (gold, prediction) ->
                rule.holds(prediction)
                        ? new Correct("the text has the format")
                        : new Wrong("the text does not have the format");
    }

    private VerifierOptions read() {
        for (Object name : options.values().keySet()) {
            read(String.valueOf(name));
        }
        return builder.build();
    }

    private void read(String name) {
        switch (name) {
            case "extract" -> builder.optForms(forms(name));
            case "gold_extract" -> builder.optGoldForms(forms(name));
            case "gold_format" -> set(name, GOLD_FORMATS, builder::optGoldFormat);
            case "boxed_match_priority" ->
                    builder.optBoxPriority(lookUp(name, integer(name), BOX_PRIORITIES));
            case "try_extract_without_anchor" -> builder.optAnchorRequired(!flag(name));
            case "extraction_mode" -> set(name, EXTRACTION_MODES, builder::optExtractionMode);
            case "fallback_mode" -> set(name, FALLBACKS, builder::optFallback);
            case "float_rounding" -> builder.optDecimals(integer(name));
            case "strict" ->
                    builder.optStrictness(flag(name) ? Strictness.STRICT : Strictness.LENIENT);
            case "allow_set_relation_comp" ->
                    builder.optRelationComparison(
                            flag(name)
                                    ? RelationComparison.EITHER
                                    : RelationComparison.GOLD_RELATION);
            case "strip_reasoning", "reasoning_delimiters" -> delimiters();
            case "strings" -> builder.optChoices(strings(name).toArray(String[]::new));
            case "lowercase" -> builder.optChoiceIgnoresCase(flag(name));
            default -> throw new IllegalArgumentException("options." + name + " is not known");
        }
    }

    private void delimiters() {
        if (options.get("strip_reasoning", Boolean.class).orElse(false)) {
            builder.optReasoningDelimiters(
                    options.strings("reasoning_delimiters")
                            .orElse(List.of(VerifierOptions.THINK_END))
                            .toArray(String[]::new));
        }
    }

    private AnswerForm[] forms(String name) {
        return strings(name).stream()
                .map(form -> lookUp(name, form, FORMS))
                .toArray(AnswerForm[]::new);
    }

    private List<String> strings(String name) {
        return options.strings(name).orElse(List.of());
    }

    private boolean flag(String name) {
        return options.require(name, Boolean.class);
    }

    private int integer(String name) {
        return options.require(name, Number.class).intValue();
    }

    private <T> void set(String name, Map<String, T> values, Consumer<T> setter) {
        setter.accept(lookUp(name, options.require(name, String.class), values));
    }

    private static <K, V> V lookUp(String name, K key, Map<K, V> values) {
        V value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "options." + name + " = " + key + "; known are " + values.keySet());
        }
        return value;
    }
}
