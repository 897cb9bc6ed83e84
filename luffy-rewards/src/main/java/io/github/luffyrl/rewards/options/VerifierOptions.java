package io.github.luffyrl.rewards.options;

import java.util.List;
import java.util.Set;

/**
 * What a {@code MathVerifier} looks for and how it compares.
 *
 * @param forms where the answer of a prediction is looked for
 * @param goldForms where the answer of a gold text is looked for
 * @param goldFormat how the gold is given
 * @param boxPriority when a box is taken for the answer
 * @param anchorRequired whether only boxes and what follows words like "answer is" count
 * @param extractionMode how many candidates are tried
 * @param fallback what stands for an answer that cannot be read
 * @param decimals to which a decimal number is compared with an exact one; at least 0
 * @param strictness how much of the writing counts
 * @param relationComparison which side may be a relation where the other is a set
 * @param reasoningDelimiters marks that end the reasoning: only what follows the last one counts,
 *     and a prediction without any is wrong; empty when all of the text counts
 * @param choices the letters of {@link AnswerForm#CHOICE}
 * @param choiceIgnoresCase whether {@code a} is choice {@code A}
 */
public record VerifierOptions(
        Set<AnswerForm> forms,
        Set<AnswerForm> goldForms,
        GoldFormat goldFormat,
        BoxPriority boxPriority,
        boolean anchorRequired,
        ExtractionMode extractionMode,
        Fallback fallback,
        int decimals,
        Strictness strictness,
        RelationComparison relationComparison,
        List<String> reasoningDelimiters,
        List<String> choices,
        boolean choiceIgnoresCase) {

    /** The mark that usually ends the reasoning. */
    public static final String THINK_END = "</think>";

    /** The defaults of {@link #builder()}. */
    public static final VerifierOptions DEFAULT = builder().build();

    /** Copies the collections and checks the ranges. */
    public VerifierOptions {
        forms = Set.copyOf(forms);
        goldForms = Set.copyOf(goldForms);
        reasoningDelimiters = List.copyOf(reasoningDelimiters);
        choices = List.copyOf(choices);
        if (decimals < 0 || decimals > 100) {
            throw new IllegalArgumentException("decimals = " + decimals + ": need 0 to 100");
        }
    }

    /**
     * Creates a builder with these defaults: LaTeX and plain expressions, of gold and prediction
     * alike; a gold without delimiters is an answer as a whole; boxes first; any match; text where
     * nothing can be read; 6 decimals; strict; a relation on either side may equal a set; reasoning
     * is not cut off; choices A to D in either case.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds {@link VerifierOptions}. */
    public static final class Builder {

        private Set<AnswerForm> forms = Set.of(AnswerForm.LATEX, AnswerForm.EXPRESSION);
        private Set<AnswerForm> goldForms = Set.of();
        private GoldFormat goldFormat = GoldFormat.AUTO;
        private BoxPriority boxPriority = BoxPriority.FIRST;
        private boolean anchorRequired;
        private ExtractionMode extractionMode = ExtractionMode.ANY_MATCH;
        private Fallback fallback = Fallback.TEXT;
        private int decimals = 6;
        private Strictness strictness = Strictness.STRICT;
        private RelationComparison relationComparison = RelationComparison.EITHER;
        private List<String> reasoningDelimiters = List.of();
        private List<String> choices = List.of("A", "B", "C", "D");
        private boolean choiceIgnoresCase = true;

        private Builder() {}

        /**
         * Sets where the answer is looked for, in predictions and, unless set apart, in gold texts.
         *
         * @param forms at least one
         * @return this builder
         */
        public Builder optForms(AnswerForm... forms) {
            this.forms = Set.of(forms);
            return this;
        }

        /**
         * Sets where the answer is looked for in gold texts.
         *
         * @param forms at least one
         * @return this builder
         */
        public Builder optGoldForms(AnswerForm... forms) {
            this.goldForms = Set.of(forms);
            return this;
        }

        /**
         * Sets how the gold is given.
         *
         * @param goldFormat the format
         * @return this builder
         */
        public Builder optGoldFormat(GoldFormat goldFormat) {
            this.goldFormat = goldFormat;
            return this;
        }

        /**
         * Sets when a box is taken for the answer.
         *
         * @param boxPriority the priority
         * @return this builder
         */
        public Builder optBoxPriority(BoxPriority boxPriority) {
            this.boxPriority = boxPriority;
            return this;
        }

        /**
         * Sets whether only boxes and what follows words like "answer is" count.
         *
         * @param anchorRequired true when a bare number somewhere in the text is no answer
         * @return this builder
         */
        public Builder optAnchorRequired(boolean anchorRequired) {
            this.anchorRequired = anchorRequired;
            return this;
        }

        /**
         * Sets how many candidates are tried.
         *
         * @param extractionMode the mode
         * @return this builder
         */
        public Builder optExtractionMode(ExtractionMode extractionMode) {
            this.extractionMode = extractionMode;
            return this;
        }

        /**
         * Sets what stands for an answer that cannot be read.
         *
         * @param fallback the fallback
         * @return this builder
         */
        public Builder optFallback(Fallback fallback) {
            this.fallback = fallback;
            return this;
        }

        /**
         * Sets to how many decimals a decimal number is compared with an exact one.
         *
         * @param decimals in [0, 100]
         * @return this builder
         */
        public Builder optDecimals(int decimals) {
            this.decimals = decimals;
            return this;
        }

        /**
         * Sets how much of the writing counts.
         *
         * @param strictness the strictness
         * @return this builder
         */
        public Builder optStrictness(Strictness strictness) {
            this.strictness = strictness;
            return this;
        }

        /**
         * Sets which side may be a relation where the other is a set.
         *
         * @param relationComparison the rule
         * @return this builder
         */
        public Builder optRelationComparison(RelationComparison relationComparison) {
            this.relationComparison = relationComparison;
            return this;
        }

        /**
         * Makes only what follows the last of these marks count; a prediction without one is wrong.
         *
         * @param delimiters such as {@link #THINK_END}
         * @return this builder
         */
        public Builder optReasoningDelimiters(String... delimiters) {
            this.reasoningDelimiters = List.of(delimiters);
            return this;
        }

        /**
         * Sets the letters of {@link AnswerForm#CHOICE}.
         *
         * @param choices at least one
         * @return this builder
         */
        public Builder optChoices(String... choices) {
            this.choices = List.of(choices);
            return this;
        }

        /**
         * Sets whether a choice may be written in the other case.
         *
         * @param ignoresCase true when {@code a} is choice {@code A}
         * @return this builder
         */
        public Builder optChoiceIgnoresCase(boolean ignoresCase) {
            this.choiceIgnoresCase = ignoresCase;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return the options
         */
        public VerifierOptions build() {
            return new VerifierOptions(
                    forms,
                    goldForms.isEmpty() ? forms : goldForms,
                    goldFormat,
                    boxPriority,
                    anchorRequired,
                    extractionMode,
                    fallback,
                    decimals,
                    strictness,
                    relationComparison,
                    reasoningDelimiters,
                    choices,
                    choiceIgnoresCase);
        }
    }
}
