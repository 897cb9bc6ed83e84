package io.github.luffyrl.rewards.internal.answer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words around a place in a text, and whether they take back or change what stands there. */
final class Clause {

    private static final int LONGEST = 240;
    private static final int NEAR = 3;

    /** Words that negate what follows soon. */
    private static final Set<String> NEGATING =
            Set.of(
                    "not",
                    "never",
                    "cannot",
                    "neither",
                    "nor",
                    "either",
                    "except",
                    "excluding",
                    "unless",
                    "doubt",
                    "whether",
                    "impossible",
                    "wrong",
                    "incorrect",
                    "pas",
                    "sauf",
                    "ni",
                    "jamais");

    /** Words that make another value of the one right behind them. */
    private static final Set<String> CHANGING =
            Set.of(
                    "without",
                    "than",
                    "least",
                    "most",
                    "minus",
                    "negative",
                    "times",
                    "twice",
                    "half",
                    "double",
                    "triple",
                    "over",
                    "under",
                    "above",
                    "below",
                    "exceeding",
                    "exceeds",
                    "exceed",
                    "between",
                    "root",
                    "log",
                    "ln",
                    "avoid",
                    "nearly",
                    "almost",
                    "multiple",
                    "divided",
                    "multiplied",
                    "no",
                    "moins",
                    "plus",
                    "section",
                    "sqrt",
                    "logarithm",
                    "factorial",
                    "cube",
                    "square",
                    "reciprocal",
                    "inverse",
                    "opposite",
                    "or",
                    "ou",
                    "soit",
                    "modulo",
                    "mod",
                    "base",
                    "beyond",
                    "outside",
                    "up");

    private static final Set<String> LINKS = Set.of("of", "the", "by", "to", "in", "a");
    private static final Set<String> ALL =
            Set.of("anything", "all", "everything", "nothing", "any", "every", "tout");

    /** Words in whose clause an answer is not claimed. */
    private static final Set<String> DENYING =
            Set.of(
                    "not",
                    "never",
                    "cannot",
                    "doubt",
                    "doubts",
                    "doubtful",
                    "unlikely",
                    "if",
                    "unless",
                    "suppose",
                    "supposing",
                    "assume",
                    "assumes",
                    "assuming",
                    "whether",
                    "wrong",
                    "wrongly",
                    "incorrect",
                    "incorrectly",
                    "false",
                    "impossible",
                    "deny",
                    "denies",
                    "disagree",
                    "mistaken",
                    "mistakenly",
                    "pretend",
                    "imagine",
                    "hardly",
                    "could",
                    "might",
                    "may",
                    "perhaps",
                    "maybe",
                    "claims",
                    "claimed",
                    "tempting",
                    "unsure",
                    "uncertain",
                    "nobody",
                    "neither",
                    "nor",
                    "without",
                    "doute",
                    "pas",
                    "si",
                    "supposons",
                    "peut-\u00eatre",
                    "faux",
                    "fausse",
                    "jamais");

    private static final Set<String> REFUTING =
            Set.of(
                    "not",
                    "wrong",
                    "incorrect",
                    "false",
                    "cannot",
                    "impossible",
                    "mistaken",
                    "invalid",
                    "never",
                    "pas",
                    "faux",
                    "fausse");

    /** Words right behind a number that make another one of it, with what they need behind them. */
    private static final Pattern CHANGED =
            Pattern.compile(
                    "(?i)[ $*}]*(?:[\u274c\u2717\u2718]|\\(mod|\\\\p?mod|(?:mod(?:ulo)?|factorial|squared"
                            + "|cubed|ou|or|(?:in )?base|percent of|and (?:a |an |one |two |three )?"
                            + "(?:half|quarters?|thirds?))\\b|(?:times|plus|minus|over|divided|to|less"
                            + " than|more than|short of|point|hundred|above|below) \\S)");

    /** Words that take an answer back in the same sentence. */
    private static final Pattern RETRACTING =
            Pattern.compile(
                    "(?i)[^.;!?\\n]{0,60}\\b(?:wait|oops|scratch|correction|actually|but|sorry)\\b");

    /** Words between "answer" and a value that leave open whether it is one. */
    private static final Set<String> HEDGING = Set.of("could", "might", "may", "perhaps", "maybe");

    private static final List<String> CHINESE_HEDGING =
            List.of("\u53ef\u80fd", "\u4e5f\u8bb8", "\u6216\u8bb8");

    private static final List<String> CHINESE_DENYING =
            List.of(
                    "\u4e0d",
                    "\u6000\u7591",
                    "\u5982\u679c",
                    "\u5047\u8bbe",
                    "\u5047\u5982",
                    "\u5047\u5b9a",
                    "\u662f\u5426",
                    "\u82e5",
                    "\u53ef\u80fd",
                    "\u9519",
                    "\u5e76\u975e",
                    "\u6ca1",
                    "\u96be\u9053",
                    "\u4e5f\u8bb8",
                    "\u8bef");

    private static final List<String> CHINESE_CHANGING =
            List.of(
                    "\u4e0d\u662f",
                    "\u4e0d\u7b49\u4e8e",
                    "\u5927\u4e8e",
                    "\u5c0f\u4e8e",
                    "\u81f3\u5c11",
                    "\u81f3\u591a",
                    "\u8d85\u8fc7",
                    "\u4e0d\u4e3a",
                    "\u8d1f",
                    "\u9664\u4e86",
                    "\u6216",
                    "\u6839\u53f7",
                    "\u6700\u591a",
                    "\u4e0d\u8db3");

    private static final Pattern CHINESE_BEHIND =
            Pattern.compile("[ $*}]*(?:\u4e0d|\u6216|.{0,4}\u5417)");

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
            if (NEGATING.contains(words.get(i)) || words.get(i).endsWith("n't")) {
                return true;
            }
        }
        while (last >= 0 && LINKS.contains(words.get(last))) {
            last--;
        }
        if (last < 0 || before.endsWith(":")) {
            return chineseEnd(before);
        }
        boolean except =
                words.get(last).equals("but") && last > 0 && ALL.contains(words.get(last - 1));
        return CHANGING.contains(words.get(last)) || except || chineseEnd(before);
    }

    private static boolean chineseEnd(String before) {
        return CHINESE_CHANGING.stream().anyMatch(before::endsWith);
    }

    /** Whether the clause in front of a position denies, doubts or supposes what follows. */
    boolean denies(int position) {
        String before = text.substring(clauseStart(position), position);
        return before.toLowerCase(Locale.ROOT).contains("no way")
                || words(before).stream().anyMatch(w -> DENYING.contains(w) || w.endsWith("n't"))
                || CHINESE_DENYING.stream().anyMatch(before::contains);
    }

    /** Whether the words right behind a position say that it was no answer. */
    boolean refutes(int position) {
        String after = text.substring(position, clauseEnd(position));
        List<String> words = words(after);
        boolean words3 =
                words.subList(0, Math.min(NEAR, words.size())).stream()
                        .anyMatch(w -> REFUTING.contains(w) || w.endsWith("n't"));
        return words3
                || asks(position)
                || CHANGED.matcher(after).lookingAt()
                || CHINESE_BEHIND.matcher(after).lookingAt();
    }

    /** Whether the sentence goes on to take back what ends at a position. */
    boolean retracts(int position) {
        return RETRACTING.matcher(text).region(position, text.length()).lookingAt();
    }

    /** Whether words in front of the first formula or number leave an answer open. */
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
        return words(gap).stream().anyMatch(HEDGING::contains)
                || CHINESE_HEDGING.stream().anyMatch(gap::contains);
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
        Collections.addAll(
                words,
                part.toLowerCase(Locale.ROOT).replace('\u2019', '\'').split("[^\\p{L}'-]+", -1));
        words.removeIf(String::isEmpty);
        return words;
    }
}
