package io.github.luffyrl.rewards.internal.answer;

import io.github.luffyrl.rewards.options.AnswerForm;

/**
 * A text that may be the answer.
 *
 * @param text without delimiters
 * @param form how it is written
 */
public record Candidate(String text, AnswerForm form) {}
