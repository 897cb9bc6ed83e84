package io.github.luffyrl.rewards.internal.answer;

import io.github.luffyrl.rewards.options.AnswerForm;
import java.util.ArrayList;
import java.util.List;

/** Finds the letters of a multiple choice question: behind "answer" first, then the last one. */
final class Choices {

    private final String text;
    private final List<String> letters;
    private final boolean ignoresCase;

    Choices(String text, List<String> letters, boolean ignoresCase) {
        this.text = text;
        this.letters = letters;
        this.ignoresCase = ignoresCase;
    }

    /** The letters found, best first, as the options spell them. */
    List<Candidate> find() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i)) && isBoundary(i - 1)) {
                int end = i;
                while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                    end++;
                }
                addIfLetter(spans, i, end);
                i = end;
            }
        }
        List<Candidate> found = new ArrayList<>();
        Anchors anchors = new Anchors(text);
        for (Anchors.Anchor anchor : anchors.find()) {
            for (Span span : spans) {
                if (anchors.leadsTo(anchor, span.start())) {
                    found.add(new Candidate(span.content(), AnswerForm.CHOICE));
                    break;
                }
            }
        }
        for (int i = spans.size() - 1; i >= 0 && found.size() < 8; i--) {
            Span span = spans.get(i);
            boolean article =
                    Character.isLowerCase(text.charAt(span.start()))
                            && text.strip().length() > span.content().length() + 2
                            && !text.startsWith("(", span.start() - 1);
            if (!article) {
                found.add(new Candidate(span.content(), AnswerForm.CHOICE));
            }
        }
        return found;
    }

    private boolean isBoundary(int index) {
        return index < 0 || !Character.isLetterOrDigit(text.charAt(index));
    }

    private void addIfLetter(List<Span> spans, int start, int end) {
        for (String letter : letters) {
            boolean same =
                    letter.length() == end - start
                            && text.regionMatches(ignoresCase, start, letter, 0, letter.length());
            if (same) {
                spans.add(new Span(start, end, letter));
            }
        }
    }
}
