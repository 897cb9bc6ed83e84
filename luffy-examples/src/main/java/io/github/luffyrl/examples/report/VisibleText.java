package io.github.luffyrl.examples.report;

import java.util.Locale;

/**
 * Text for a console. Characters that would command the terminal, or change the order in which
 * others are shown, become visible: {@code \\u001b} for an escape. Files and models write such
 * characters, by accident or not.
 */
public final class VisibleText {

    private VisibleText() {}

    /**
     * Makes a text safe to print.
     *
     * @param text any
     * @return the same but for control characters other than tab and the ends of lines, and for
     *     characters that direct or separate text
     */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineEnd = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (c == '\n' || c == '\t' || lineEnd || !commands(c)) {
                visible.append(c);
            } else {
                visible.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return visible.toString();
    }

    private static boolean commands(char c) {
        return Character.isISOControl(c)
                || c == '\u061c' // Arabic letter mark
                || c == '\u200e' // left-to-right mark
                || c == '\u200f' // right-to-left mark
                || (c >= '\u2028' && c <= '\u202e') // separators, embeddings and overrides
                || (c >= '\u2066' && c <= '\u2069') // isolates
                || (c >= '\ufff9' && c <= '\ufffb'); // interlinear annotations
    }
}
