package io.github.luffyrl.rewards.internal.answer;

/**
 * A part of a text that may hold an answer.
 *
 * @param start first character, delimiters included
 * @param end behind the last character
 * @param content what is between the delimiters
 */
record Span(int start, int end, String content) {

    /** Whether there are delimiters around the content. */
    boolean isDelimited() {
        return end - start > content.length();
    }
}
