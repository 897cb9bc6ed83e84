package io.github.luffyrl.rewards.internal.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;

/** Finds the places where a text says "answer" and something may follow. */
final class Anchors {

    private static final String WORD = "answer";
    private static final int MOST = 20;
    private static final int LONGEST_GAP = 60;
    private static final Set<String> FILLERS =
            Set.of(
                    "is",
                    "be",
                    "are",
                    "was",
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
                    "just",
                    "approximately",
                    "about",
                    "the",
                    "value",
                    "option",
                    "choice",
                    "number");

    private final String text;

    Anchors(String text) {
        this.text = text;
    }

    /**
     * An anchor.
     *
     * @param end behind the word
     * @param isFinal whether it says "final answer"
     */
    record Anchor(int end, boolean isFinal) {}

    /** The last anchors, from last to first. */
    List<Anchor> find() {
        List<Anchor> anchors = new ArrayList<>();
        for (int i = text.length() - WORD.length(); i >= 0 && anchors.size() < MOST; i--) {
            if (isWordAt(i)) {
                int from = Math.max(0, i - 12);
                boolean isFinal =
                        text.substring(from, i).toLowerCase(Locale.ROOT).strip().endsWith("final");
                anchors.add(new Anchor(i + WORD.length(), isFinal));
            }
        }
        return anchors;
    }

    private boolean isWordAt(int index) {
        char c = text.charAt(index);
        return (c == 'a' || c == 'A')
                && text.regionMatches(true, index, WORD, 0, WORD.length())
                && (index == 0 || !Character.isLetter(text.charAt(index - 1)));
    }

    /** Whether nothing but "is", a colon and the like stands between an anchor and a position. */
    boolean leadsTo(Anchor anchor, int position) {
        if (position < anchor.end() || position - anchor.end() > LONGEST_GAP) {
            return false;
        }
        String gap = text.substring(anchor.end(), position).toLowerCase(Locale.ROOT);
        StringTokenizer words = new StringTokenizer(gap, " :=*#\n\t,$(");
        while (words.hasMoreTokens()) {
            if (!FILLERS.contains(words.nextToken())) {
                return false;
            }
        }
        return true;
    }
}
