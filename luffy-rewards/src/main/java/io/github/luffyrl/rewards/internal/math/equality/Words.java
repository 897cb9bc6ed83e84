package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr.Text;
import java.util.Locale;

/** Compares answers in words: letters and digits count, and case only of single letters. */
public final class Words {

    private Words() {}

    static boolean same(Text a, Text b) {
        return letters(a.words()).equals(letters(b.words()));
    }

    /**
     * Returns what counts of a text.
     *
     * @param text any
     * @return its letters and digits, in lower case unless there is only one
     */
    public static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i))) {
                letters.append(text.charAt(i));
            }
        }
        return letters.length() == 1
                ? letters.toString()
                : letters.toString().toLowerCase(Locale.ROOT);
    }
}
