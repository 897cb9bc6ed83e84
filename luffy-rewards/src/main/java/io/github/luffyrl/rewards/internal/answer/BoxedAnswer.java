package io.github.luffyrl.rewards.internal.answer;

import java.util.Optional;

/**
 * The answer that a completion marks with {@code \boxed{...}} or {@code \fbox{...}}.
 *
 * <pre>{@code
 * BoxedAnswer.last("so x is \\boxed{\\frac{1}{2}}.") // Optional[\frac{1}{2}]
 * }</pre>
 */
public final class BoxedAnswer {

    /** Longest content of a box, in characters. */
    public static final int MAX_LENGTH = 4_096;

    /** Deepest nesting of braces, the box's own included. */
    public static final int MAX_DEPTH = 64;

    private BoxedAnswer() {}

    /**
     * Returns the content of the box that opens last. Escaped braces, as in {@code \{1, 2\}}, are
     * content. The time taken is linear in the text.
     *
     * @param text any text
     * @return the content without surrounding white space; empty when no box opens, or when the
     *     last one is blank, never closes or exceeds {@link #MAX_LENGTH} or {@link #MAX_DEPTH}: an
     *     earlier box does not stand in for it
     */
    public static Optional<String> last(String text) {
        for (int i = text.lastIndexOf('\\'); i >= 0; i = text.lastIndexOf('\\', i - 1)) {
            int brace = openingBrace(text, i);
            if (brace >= 0) {
                return content(text, brace + 1);
            }
        }
        return Optional.empty();
    }

    private static int openingBrace(String text, int backslash) {
        int i;
        if (text.startsWith("\\boxed", backslash)) {
            i = backslash + "\\boxed".length();
        } else if (text.startsWith("\\fbox", backslash)) {
            i = backslash + "\\fbox".length();
        } else {
            return -1;
        }
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i < text.length() && text.charAt(i) == '{' ? i : -1;
    }

    private static Optional<String> content(String text, int start) {
        int end = (int) Math.min(text.length(), (long) start + MAX_LENGTH + 1);
        int depth = 1;
        for (int i = start; i < end; i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '{' -> depth++;
                case '}' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return Optional.of(text.substring(start, i).strip()).filter(s -> !s.isEmpty());
            }
            if (depth > MAX_DEPTH) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
