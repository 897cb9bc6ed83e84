package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares answers in words: all their characters count, and case only of single letters. */
public final class Words {

    private static final Map<String, Expr> NAMES =
            Map.ofEntries(
                    Map.entry("all reals", Sym.REALS),
                    Map.entry("any real number", Sym.REALS),
                    Map.entry("every real number", Sym.REALS),
                    Map.entry("empty set", Sym.EMPTY_SET),
                    Map.entry("the empty set", Sym.EMPTY_SET),
                    Map.entry("no solution", Sym.EMPTY_SET),
                    Map.entry("no solutions", Sym.EMPTY_SET),
                    Map.entry("infinity", Sym.INFINITY));
    private static final Map<String, Expr> SETS =
            Map.of(
                    "real numbers", Sym.REALS,
                    "integers", new Sym("\u2124"),
                    "natural numbers", new Sym("\u2115"),
                    "rational numbers", new Sym("\u211a"),
                    "complex numbers", new Sym("\u2102"));
    private static final Pattern ALL_OF =
            Pattern.compile("(?:all|the|the set of|the set of all|set of all) (.+)");

    private static final int LONGEST_NAME = 40;

    private Words() {}

    static boolean same(Text a, Text b) {
        return letters(a.words()).equals(letters(b.words()));
    }

    /** What words name, such as the real numbers; the words themselves when that is nothing. */
    static Expr named(Text text) {
        if (text.words().length() > LONGEST_NAME) {
            return text;
        }
        String words = text.words().strip().toLowerCase(Locale.ROOT);
        Matcher all = ALL_OF.matcher(words);
        return all.matches()
                ? SETS.getOrDefault(all.group(1), NAMES.getOrDefault(words, text))
                : NAMES.getOrDefault(words, text);
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
        String lower = kept.length() == 1 ? kept : kept.toLowerCase(Locale.ROOT);
        return lower.equals("a.m") || lower.equals("p.m") ? lower.replace(".", "") : lower;
    }
}
