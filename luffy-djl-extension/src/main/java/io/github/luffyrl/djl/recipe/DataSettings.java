package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.problem.AnswerText;
import io.github.luffyrl.djl.problem.OnInvalid;
import io.github.luffyrl.djl.problem.ProblemFields;
import io.github.luffyrl.djl.problem.ReadingOptions;

/**
 * How problem files are read, and what happens to data that cannot be used.
 *
 * @param badRows rows that are no problem
 * @param tooLong prompts and demonstrations over their limits; a problem is trained on without a
 *     demonstration that is skipped
 * @param fields which fields of a row hold what
 * @param answerText which part of the answer's field is the answer
 * @param maxCharacters of a row, at least 1
 */
public record DataSettings(
        OnInvalid badRows,
        OnInvalid tooLong,
        ProblemFields fields,
        AnswerText answerText,
        int maxCharacters) {

    /** Checks the range. */
    public DataSettings {
        Ranges.atLeastOne("maxCharacters", maxCharacters);
    }

    /**
     * Returns how files are read.
     *
     * @return the options of a reader
     */
    public ReadingOptions reading() {
        return new ReadingOptions(badRows, fields, answerText, maxCharacters);
    }
}
