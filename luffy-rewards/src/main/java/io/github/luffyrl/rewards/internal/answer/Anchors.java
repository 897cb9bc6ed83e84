package io.github.luffyrl.rewards.internal.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the places where a text says "answer" and something may follow. */
final class Anchors {

    private static final List<String> WORDS =
            List.of(
                    "answer",
                    "r\u00e9ponse",
                    "reponse",
                    "\u7b54\u6848",
                    "\u7b54\uff1a",
                    "\u7b54:",
                    "####");
    private static final List<String> FINAL = List.of("final", "\u6700\u7ec8", "\u6700\u540e");
    private static final int MOST = 20;
    private static final int LONGEST_GAP = 60;
    private static final int LONGEST_LINE = 1_000;
    private static final int LONGEST_WORD = 7;
    private static final String SPACE = " :=*#\n\t,$(\uff1a\uff0c\u00a0\"'";
    private static final Set<String> FILLERS =
            Set.of(
                    "is",
                    "be",
                    "are",
                    "was",
                    "s",
                    "should",
                    "would",
                    "must",
                    "equals",
                    "equal",
                    "to",
                    "therefore",
                    "thus",
                    "hence",
                    "then",
                    "simply",
                    "exactly",
                    "precisely",
                    "just",
                    "indeed",
                    "clearly",
                    "approximately",
                    "about",
                    "the",
                    "value",
                    "option",
                    "choice",
                    "number",
                    "est",
                    "sont",
                    "vaut",
                    "donc",
                    "la",
                    "le",
                    "les",
                    "finale",
                    "final",
                    "\u00e9gale",
                    "\u00e0",
                    "exacte",
                    "bien",
                    "alors");
    private static final List<String> CHINESE_FILLERS =
            List.of(
                    "\u5e94\u8be5\u662f",
                    "\u5c31\u662f",
                    "\u5e94\u8be5\u4e3a",
                    "\u5e94\u662f",
                    "\u5e94\u4e3a",
                    "\u7b49\u4e8e",
                    "\u5373\u4e3a",
                    "\u662f",
                    "\u4e3a",
                    "\u9009\u9879",
                    "\u9009",
                    "\u5373",
                    "\u5219",
                    "\u6570\u503c");
    private static final Set<String> STATING =
            Set.of(
                    "is", "are", "be", "was", "should", "would", "must", "equals", "will", "est",
                    "sont", "vaut");

    /** A line of GSM8K: a heading may begin with the same mark. */
    private static final Pattern HASHES =
            Pattern.compile("#### *[$\u20ac\u00a3]? *[-\u2212]?[0-9][0-9,./]*+ *%?[. ]*");

    private final String text;
    private @Nullable List<Anchor> found;

    Anchors(String text) {
        this.text = text;
    }

    /**
     * An anchor.
     *
     * @param start the first letter of the word
     * @param end behind the word
     * @param isFinal whether it says "final answer"
     */
    record Anchor(int start, int end, boolean isFinal) {}

    /** The last anchors, from last to first. */
    List<Anchor> find() {
        if (found == null) {
            found = search(0, text.length());
        }
        return found;
    }

    /** The anchor that leads to a position; null if none does. */
    @Nullable Anchor leadingTo(int position) {
        int first = Math.max(0, position - LONGEST_GAP - LONGEST_WORD);
        for (Anchor anchor : search(first, Math.min(position, text.length()))) {
            if (leadsTo(anchor, position)) {
                return anchor;
            }
        }
        return null;
    }

    /** The last anchors that begin in a part of the text, from last to first. */
    private List<Anchor> search(int first, int behind) {
        List<Anchor> anchors = new ArrayList<>();
        for (int i = behind - 1; i >= first && anchors.size() < MOST; i--) {
            String word = wordAt(i);
            if (word != null) {
                int from = Math.max(0, i - 12);
                String before = text.substring(from, i).toLowerCase(Locale.ROOT).strip();
                boolean isFinal = word.startsWith("#") || FINAL.stream().anyMatch(before::endsWith);
                anchors.add(new Anchor(i, i + word.length(), isFinal));
            }
        }
        return anchors;
    }

    private @Nullable String wordAt(int index) {
        char c = text.charAt(index);
        char next = index + 1 < text.length() ? text.charAt(index + 1) : ' ';
        boolean possible =
                switch (c) {
                    case 'a', 'A' -> next == 'n' || next == 'N';
                    case 'r', 'R' -> "e\u00e9E\u00c9".indexOf(next) >= 0;
                    case '#', '\u7b54' -> true;
                    default -> false;
                };
        if (!possible) {
            return null;
        }
        for (String word : WORDS) {
            if (text.regionMatches(true, index, word, 0, word.length())) {
                boolean begins = index == 0 || !isLetter(text.charAt(index - 1));
                return c == '#' ? hashes(index) : begins || c == '\u7b54' ? word : null;
            }
        }
        return null;
    }

    private @Nullable String hashes(int index) {
        int end = text.indexOf('\n', index);
        boolean line = index == 0 || text.charAt(index - 1) == '\n';
        boolean number =
                line && HASHES.matcher(text).region(index, end < 0 ? text.length() : end).matches();
        return number ? "####" : null;
    }

    private static boolean isLetter(char c) {
        return Character.isLetter(c) && !Character.isIdeographic(c);
    }

    /** Whether nothing but "is", a colon and the like stands between an anchor and a position. */
    boolean leadsTo(Anchor anchor, int position) {
        return position >= anchor.end()
                && position - anchor.end() <= LONGEST_GAP
                && statement(anchor, position) >= position;
    }

    /** Where begins what an anchor says, behind "is", a colon and the like. */
    int statement(Anchor anchor) {
        return statement(anchor, Math.min(text.length(), anchor.end() + LONGEST_GAP));
    }

    private int statement(Anchor anchor, int limit) {
        int i = anchor.end();
        while (i < limit) {
            if (SPACE.indexOf(text.charAt(i)) >= 0) {
                i++;
                continue;
            }
            if (text.startsWith("\\$", i)) {
                i += 2;
                continue;
            }
            int filler = filler(i);
            if (filler == i) {
                break;
            }
            i = filler;
        }
        boolean parenthesis = i > anchor.end() && text.charAt(i - 1) == '(';
        return parenthesis && i < limit ? i - 1 : i;
    }

    /** Behind the filler that begins at a position; the position when none does. */
    private int filler(int index) {
        for (String filler : CHINESE_FILLERS) {
            if (text.startsWith(filler, index)) {
                return index + filler.length();
            }
        }
        int end = index;
        while (end < text.length() && isLetter(text.charAt(end))) {
            end++;
        }
        boolean filler =
                end > index
                        && FILLERS.contains(text.substring(index, end).toLowerCase(Locale.ROOT));
        return filler ? end : index;
    }

    /** Whether an anchor is followed by "is", a colon or the like, so that it says something. */
    boolean states(Anchor anchor) {
        return text.charAt(anchor.start()) == '#' || behindColon(anchor) >= 0 || isVerb(anchor);
    }

    private boolean isVerb(Anchor anchor) {
        int i = afterMarks(anchor);
        String word = text.substring(i, filler(i)).toLowerCase(Locale.ROOT);
        return STATING.contains(word)
                || (!word.isEmpty() && Character.isIdeographic(word.charAt(0)));
    }

    private int afterMarks(Anchor anchor) {
        int i = anchor.end();
        while (i < text.length() && " *s)".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private int behindColon(Anchor anchor) {
        if (":\uff1a".indexOf(text.charAt(anchor.end() - 1)) >= 0) {
            return anchor.end();
        }
        int i = afterMarks(anchor);
        return i < text.length() && ":=\uff1a".indexOf(text.charAt(i)) >= 0 ? i + 1 : -1;
    }

    /** Whether a colon and a sentence follow, as in "Answer: we need 12 of them." */
    boolean leadsToSentence(Anchor anchor) {
        int i = behindColon(anchor);
        int spaces = 0;
        while (i >= 0
                && spaces < 3
                && i < text.length()
                && (Character.isLetter(text.charAt(i)) || " ,*'".indexOf(text.charAt(i)) >= 0)) {
            boolean ends = text.charAt(i) == ' ' && Character.isLetter(text.charAt(i - 1));
            spaces += ends ? 1 : 0;
            i++;
        }
        return spaces >= 3;
    }

    /** The end of the line on which an anchor's statement stands. */
    int lineEnd(Anchor anchor) {
        int end = Math.max(anchor.end(), statement(anchor));
        int limit = Math.min(text.length(), end + LONGEST_LINE);
        while (end < limit && text.charAt(end) != '\n') {
            end++;
        }
        return end;
    }
}
