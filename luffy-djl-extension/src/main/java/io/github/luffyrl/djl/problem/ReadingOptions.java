package io.github.luffyrl.djl.problem;

/**
 * How problem files are read.
 *
 * @param onInvalid what happens to a line or row that is no problem
 * @param fields which fields hold what
 * @param answerText which part of the answer's field is the answer
 * @param maxCharacters of a row, at least 1; a longer one is no problem
 */
public record ReadingOptions(
        OnInvalid onInvalid, ProblemFields fields, AnswerText answerText, int maxCharacters) {

    /** More than a row of any data set of reasoning needs, and less than a tokenizer can take. */
    public static final int MAX_CHARACTERS = 1_000_000;

    /** Checks the range. */
    public ReadingOptions {
        if (maxCharacters < 1) {
            throw new IllegalArgumentException(
                    "maxCharacters = " + maxCharacters + ": need at least 1");
        }
    }

    /**
     * Returns the options for files in luffy's own layout or that of LUFFY's authors.
     *
     * @param onInvalid what happens to a line or row that is no problem
     * @return the options
     */
    public static ReadingOptions of(OnInvalid onInvalid) {
        return new ReadingOptions(
                onInvalid, ProblemFields.auto(), AnswerText.whole(), MAX_CHARACTERS);
    }

    /**
     * Returns the options for problems that are only evaluated: their files need no demonstrations.
     *
     * @return otherwise the same options
     */
    public ReadingOptions forEvaluation() {
        return new ReadingOptions(
                onInvalid, fields.withoutDemonstrations(), answerText, maxCharacters);
    }

    IllegalArgumentException tooLong() {
        return new IllegalArgumentException(
                "more than data.maxCharacters = "
                        + maxCharacters
                        + " characters in this row; leave it out, or raise the limit");
    }
}
