package io.github.luffyrl.rewards.answer;

/**
 * A text that may be the answer.
 *
 * @param text without delimiters
 * @param form how it is written
 */
public record Candidate(String text, AnswerForm form) {}
