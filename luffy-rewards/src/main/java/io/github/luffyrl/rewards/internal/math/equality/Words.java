package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import java.util.Locale;
import java.util.Map;

/** Compares answers in words: all their characters count, and case only of single letters. */
public final class Words {

    private static final Map<String, Expr> NAMES =
            Map.of(
                    "all real numbers", Sym.REALS,
                    "all reals", Sym.REALS,
                    "the real numbers", Sym.REALS,
                    "the set of all real numbers", Sym.REALS,
                    "the set of real numbers", Sym.REALS,
                    "any real number", Sym.REALS,
                    "empty set", Sym.EMPTY_SET,
                    "the empty set", Sym.EMPTY_SET);

    private static final int LONGEST_NAME = 40;

    private Words() {}

    static boolean same(Text a, Text b) {
        return letters(a.words()).equals(letters(b.words()));
    }

    /** What words name, such as the real numbers; the words themselves when that is nothing. */
    static Expr named(Text text) {
        return text.words().length() > LONGEST_NAME
                ? text
                : NAMES.getOrDefault(plain(text.words()), text);
    }

    private static String plain(String words) {
        return words.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns what counts of a text.
     *
     * @param text any
     * @return its characters without white space, the braces of LaTeX and the sign at its end, in
     *     lower case unless there is only one
     */
    public static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && "{}$~".indexOf(c) < 0) {
                letters.append(c);
            }
        }
        int end = letters.length();
        while (end > 1 && ".,;:".indexOf(letters.charAt(end - 1)) >= 0) {
            end--;
        }
        letters.setLength(end);
        boolean bracketed =
                letters.length() == 3 && letters.charAt(0) == '(' && letters.charAt(2) == ')';
        String kept = bracketed ? letters.substring(1, 2) : letters.toString();
        return kept.length() == 1 ? kept : kept.toLowerCase(Locale.ROOT);
    }
}
