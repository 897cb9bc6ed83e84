package io.github.luffyrl.rewards.verifier;

import io.github.luffyrl.rewards.math.equality.Words;
import io.github.luffyrl.rewards.math.expression.Expr;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it was found.
 *
 * @param text as written
 * @param value what it means; null when it cannot be read as mathematics
 */
record Answer(String text, @Nullable Expr value) {

    private static final String[] LAYOUT = {"\\left", "\\right", "\\,", "\\;", "\\!", "\\ ", "$"};

    /** Whether two answers are written alike, or are the same words. */
    boolean sameText(Answer other) {
        String mine = normal();
        String others = other.normal();
        if (mine.equals(others)) {
            return !mine.isEmpty();
        }
        boolean words = isWords() || other.isWords();
        return words
                && !wordsOf(text).isEmpty()
                && Words.letters(wordsOf(text)).equals(Words.letters(wordsOf(other.text)));
    }

    private boolean isWords() {
        return value instanceof Expr.Text;
    }

    /** The words of plain text or of one text command; empty when there is other LaTeX. */
    private static String wordsOf(String text) {
        String words = text.strip();
        for (String command :
                new String[] {
                    "\\text",
                    "\\textbf",
                    "\\mathrm",
                    "\\textit",
                    "\\mathbf",
                    "\\mbox",
                    "\\textrm",
                    "\\textnormal",
                    "\\operatorname"
                }) {
            words = words.replace(command + "{", "{");
        }
        return words.indexOf('\\') >= 0 ? "" : words;
    }

    private String normal() {
        String normal = text;
        for (String layout : LAYOUT) {
            normal = normal.replace(layout, " ");
        }
        normal = withoutSpaces(normal);
        int end = normal.length();
        while (end > 0 && ".,;:".indexOf(normal.charAt(end - 1)) >= 0) {
            end--;
        }
        return normal.substring(0, end);
    }

    /** White space counts between digits alone: "4 2" is not 42. */
    private static String withoutSpaces(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00a0') {
                space = true;
                continue;
            }
            boolean digits =
                    space
                            && Character.isDigit(c)
                            && !kept.isEmpty()
                            && Character.isDigit(kept.charAt(kept.length() - 1));
            kept.append(digits ? " " : "").append(c);
            space = false;
        }
        return kept.toString();
    }
}
