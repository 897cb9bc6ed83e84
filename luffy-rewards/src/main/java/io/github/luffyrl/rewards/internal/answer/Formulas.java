package io.github.luffyrl.rewards.internal.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds mathematics between delimiters, {@code $...$}, {@code $$...$$}, {@code \(...\)}, {@code
 * \[...\]}, and bare fractions, in one pass.
 */
final class Formulas {

    private final String text;
    private final List<Span> formulas = new ArrayList<>();
    private boolean noMoreRound;
    private boolean noMoreSquare;
    private boolean noMoreDouble;

    private Formulas(String text) {
        this.text = text;
    }

    static List<Span> in(String text) {
        Formulas scan = new Formulas(text);
        scan.run();
        return scan.formulas;
    }

    private void run() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '$') {
                i = dollars(i);
            } else if (c == '\\' && i + 1 < text.length()) {
                i = backslash(i);
            } else {
                i++;
            }
        }
    }

    private int dollars(int start) {
        if (text.startsWith("$$", start) && !noMoreDouble) {
            int close = text.indexOf("$$", start + 2);
            if (close > start) {
                return add(start, start + 2, close, 2);
            }
            noMoreDouble = true;
            return start + 2;
        }
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '$') {
                return add(start, start + 1, i, 1);
            } else if (c == '\n' && text.startsWith("\n", i + 1)) {
                return i; // a formula in a line does not reach over a blank line
            }
        }
        return text.length();
    }

    private int backslash(int start) {
        char next = text.charAt(start + 1);
        if (next == '(' && !noMoreRound) {
            int close = text.indexOf("\\)", start + 2);
            noMoreRound = close < 0;
            return close < 0 ? start + 2 : add(start, start + 2, close, 2);
        }
        if (next == '[' && !noMoreSquare) {
            int close = text.indexOf("\\]", start + 2);
            noMoreSquare = close < 0;
            return close < 0 ? start + 2 : add(start, start + 2, close, 2);
        }
        for (String fraction : new String[] {"\\frac{", "\\dfrac{", "\\tfrac{"}) {
            if (text.startsWith(fraction, start)) {
                int above = braceEnd(start + fraction.length());
                int below = above < 0 || !text.startsWith("{", above) ? -1 : braceEnd(above + 1);
                if (below > 0) {
                    int from = start > 0 && text.charAt(start - 1) == '-' ? start - 1 : start;
                    return add(from, from, below, 0);
                }
            }
        }
        return start + 2;
    }

    /** Behind the brace that closes; -1 when it is not near. */
    private int braceEnd(int from) {
        int depth = 1;
        for (int i = from; i < text.length() && i < from + 100; i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private int add(int start, int from, int to, int delimiter) {
        String content = text.substring(from, to);
        if (!content.isBlank()) {
            formulas.add(new Span(start, to + delimiter, content));
        }
        return to + delimiter;
    }
}
