package io.github.luffyrl.rewards.internal.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words around a place in a text, and whether they take back or change what stands there. */
final class Clause {

    private static final int LONGEST = 240;
    private static final int NEAR = 3;

    private final String text;

    Clause(String text) {
        this.text = text;
    }

    /** Whether the words in front of a position say that another answer is meant. */
    boolean changes(int position) {
        int start = proseStart(position);
        String before = text.substring(start, position).strip();
        List<String> words = words(before);
        boolean second = start > 0 && !endsClause(start - 1) && before.equalsIgnoreCase("and");
        if (second) { // of two answers, as in "4 and 5"
            return true;
        }
        int last = words.size() - 1;
        for (int i = last; i >= 0 && i > last - NEAR; i--) {
            if (Phrases.NEGATING.contains(words.get(i)) || words.get(i).endsWith("n't")) {
                return true;
            }
        }
        while (last >= 0 && Phrases.LINKS.contains(words.get(last))) {
            last--;
        }
        if (last < 0 || before.endsWith(":")) {
            return chineseEnd(before);
        }
        boolean except =
                words.get(last).equals("but")
                        && last > 0
                        && Phrases.ALL.contains(words.get(last - 1));
        return Phrases.CHANGING.contains(words.get(last)) || except || chineseEnd(before);
    }

    private static boolean chineseEnd(String before) {
        return Phrases.CHINESE_CHANGING.stream().anyMatch(before::endsWith);
    }

    /** Whether the clause in front of a position denies, doubts or supposes what follows. */
    boolean denies(int position) {
        String before = text.substring(clauseStart(position), position);
        return before.toLowerCase(Locale.ROOT).contains("no way")
                || words(before).stream()
                        .anyMatch(w -> Phrases.DENYING.contains(w) || w.endsWith("n't"))
                || Phrases.CHINESE_DENYING.stream().anyMatch(before::contains);
    }

    /** Whether the words right behind a position say that it was no answer. */
    boolean refutes(int position) {
        String after = text.substring(position, clauseEnd(position));
        List<String> words = words(after);
        boolean words3 =
                words.subList(0, Math.min(NEAR, words.size())).stream()
                        .anyMatch(w -> Phrases.REFUTING.contains(w) || w.endsWith("n't"));
        return words3
                || asks(position)
                || Phrases.CHANGED.matcher(after).lookingAt()
                || Phrases.REJECTED.matcher(text).region(position, text.length()).lookingAt()
                || Phrases.CHINESE_BEHIND.matcher(after).lookingAt();
    }

    /** Whether the sentence goes on to take back what ends at a position. */
    boolean retracts(int position) {
        return Phrases.RETRACTING.matcher(text).region(position, text.length()).lookingAt();
    }

    /** Whether the next words, in front of a formula or number, leave an answer open. */
    boolean hedges(int position) {
        int end = position;
        while (end < text.length()
                && end - position < LONGEST
                && !endsClause(end)
                && "$\\".indexOf(text.charAt(end)) < 0
                && !Character.isDigit(text.charAt(end))) {
            end++;
        }
        String gap = text.substring(position, end);
        return words(gap).stream().limit(2).anyMatch(Phrases.HEDGING::contains)
                || Phrases.CHINESE_HEDGING.stream().anyMatch(gap::contains);
    }

    /** Whether nothing but a question mark ends the sentence here. */
    private boolean asks(int position) {
        int i = position;
        while (i < text.length() && " $*)".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i < text.length() && (text.charAt(i) == '?' || text.charAt(i) == '\uff1f');
    }

    /** Where the words begin that stand in front of a position, without mathematics between. */
    private int proseStart(int position) {
        int i = position;
        while (i > 0
                && position - i < LONGEST
                && !endsClause(i - 1)
                && "=$\\".indexOf(text.charAt(i - 1)) < 0
                && !Character.isDigit(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private int clauseStart(int position) {
        int i = position;
        while (i > 0 && position - i < LONGEST && !endsClause(i - 1)) {
            i--;
        }
        return i;
    }

    private int clauseEnd(int position) {
        int i = position;
        while (i < text.length() && i - position < LONGEST && !endsClause(i)) {
            i++;
        }
        return i;
    }

    /** A point within a number or abbreviation ends nothing. */
    private boolean endsClause(int index) {
        char c = text.charAt(index);
        boolean space =
                index + 1 == text.length() || Character.isWhitespace(text.charAt(index + 1));
        return ("\n!?;\u3002\uff01\uff1f\uff1b\uff0c".indexOf(c) >= 0)
                || (space && (c == '.' || c == ','));
    }

    private static List<String> words(String part) {
        List<String> words = new ArrayList<>();
        String lower = part.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        int start = 0;
        for (int i = 0; i <= lower.length(); i++) {
            if (i == lower.length() || !isOfWord(lower.charAt(i))) {
                if (i > start) {
                    words.add(lower.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static boolean isOfWord(char c) {
        return Character.isLetter(c) || c == '\'' || c == '-';
    }
}
