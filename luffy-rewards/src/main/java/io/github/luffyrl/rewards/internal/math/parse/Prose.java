package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Function;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/** Recognises an answer in plain words, such as "The function is even". */
final class Prose {

    /** Neither a difference nor a quotient. */
    private static final Pattern DATE =
            Pattern.compile(
                    "\\s*(?:\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}|\\d{1,2}([-/.])\\d{1,2}\\2\\d{4})\\s*");

    private static final int LONGEST_DATE = 20;
    private static final int LETTERS_OF_A_WORD = 3;

    private Prose() {}

    /** The words; empty when there is mathematics in the text, or fewer than two words. */
    static Optional<Expr> read(String text) {
        if (text.length() < LONGEST_DATE && DATE.matcher(text).matches()) {
            return Optional.of(new Text(text.strip()));
        }
        int words = 0;
        int longest = 0;
        StringTokenizer parts = new StringTokenizer(text, " \t\n\r.,;:'?\"");
        while (parts.hasMoreTokens()) {
            String word = parts.nextToken();
            if (!isWord(word)) {
                return Optional.empty();
            }
            words++;
            boolean conjunction = word.equals("and") || word.equals("or");
            longest = Math.max(longest, conjunction ? 0 : word.length());
        }
        return words >= 2 && longest >= LETTERS_OF_A_WORD
                ? Optional.of(new Text(text.strip()))
                : Optional.empty();
    }

    private static boolean isWord(String word) {
        for (int i = 0; i < word.length(); i++) {
            boolean hyphen = word.charAt(i) == '-' && i > 0 && i < word.length() - 1;
            if (!Character.isLetter(word.charAt(i)) && !hyphen) {
                return false;
            }
        }
        boolean mathematics =
                Function.named(word) != null
                        || Vocabulary.GREEK.contains(word)
                        || word.equals("sqrt");
        return !mathematics;
    }
}
