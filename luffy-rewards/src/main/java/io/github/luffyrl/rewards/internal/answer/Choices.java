package io.github.luffyrl.rewards.internal.answer;

import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.BoxPriority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the letter of a multiple choice question: in the last box, else behind "answer", else the
 * last one. Two that are joined, as in "A or B", and one that is denied are no choice.
 */
final class Choices {

    private static final Pattern JOINT =
            Pattern.compile(
                    "[^\\p{L}\\p{N}]*(?:,|/|&|\\+|\\b(?:or|and|nor|ou|et|\\\\text|or possibly)\\b|\u6216|\u548c)[^\\p{L}\\p{N}]*");
    private static final int LONGEST_JOINT = 24;

    private final ExtractionRules rules;
    private final boolean trusted;

    Choices(ExtractionRules rules, boolean trusted) {
        this.rules = rules;
        this.trusted = trusted;
    }

    /** The letter found, as the options spell it; empty when none is chosen. */
    List<Candidate> find(String text) {
        List<Span> boxes = rules.boxPriority() == BoxPriority.FIRST ? Boxes.in(text) : List.of();
        String searched = boxes.isEmpty() ? text : boxes.get(boxes.size() - 1).content();
        return chosen(searched)
                .map(letter -> List.of(new Candidate(letter, AnswerForm.CHOICE)))
                .orElse(List.of());
    }

    private Optional<String> chosen(String text) {
        List<Span> letters = letters(text);
        Anchors anchors = new Anchors(text);
        Clause clause = new Clause(text);
        for (Anchors.Anchor anchor : anchors.find()) {
            for (int i = 0; i < letters.size(); i++) {
                if (anchors.leadsTo(anchor, letters.get(i).start())) {
                    boolean denied = !trusted && clause.denies(anchor.start());
                    return denied ? Optional.empty() : letter(text, letters, i, clause);
                }
            }
        }
        for (int i = letters.size() - 1; i >= 0; i--) {
            if (!isArticle(text, letters.get(i))) {
                return letter(text, letters, i, clause);
            }
        }
        return Optional.empty();
    }

    private Optional<String> letter(String text, List<Span> letters, int index, Clause clause) {
        Span letter = letters.get(index);
        boolean joined =
                (index > 0 && areJoined(text, letters.get(index - 1), letter))
                        || (index + 1 < letters.size()
                                && areJoined(text, letter, letters.get(index + 1)));
        boolean denied =
                !trusted && (clause.changes(letter.start()) || clause.refutes(letter.end()));
        return joined || denied ? Optional.empty() : Optional.of(letter.content());
    }

    private static boolean areJoined(String text, Span left, Span right) {
        return right.start() - left.end() <= LONGEST_JOINT
                && !left.content().equals(right.content())
                && JOINT.matcher(text.substring(left.end(), right.start())).matches();
    }

    private static boolean isArticle(String text, Span span) {
        return Character.isLowerCase(text.charAt(span.start()))
                && text.strip().length() > span.content().length() + 2
                && !text.startsWith("(", span.start() - 1);
    }

    private List<Span> letters(String text) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i)) && isBoundary(text, i - 1)) {
                int end = i;
                while (end < text.length() && !isBoundary(text, end)) {
                    end++;
                }
                addIfLetter(text, spans, i, end);
                i = end;
            }
        }
        return spans;
    }

    /** Ideographs stand beside a letter without a space. */
    private static boolean isBoundary(String text, int index) {
        return index < 0
                || !Character.isLetterOrDigit(text.charAt(index))
                || Character.isIdeographic(text.charAt(index));
    }

    private void addIfLetter(String text, List<Span> spans, int start, int end) {
        for (String letter : rules.choices()) {
            boolean same =
                    letter.length() == end - start
                            && text.regionMatches(
                                    rules.choiceIgnoresCase(), start, letter, 0, letter.length());
            if (same) {
                spans.add(new Span(start, end, letter));
            }
        }
    }
}
