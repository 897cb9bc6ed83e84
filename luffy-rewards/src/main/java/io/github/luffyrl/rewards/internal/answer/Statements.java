package io.github.luffyrl.rewards.internal.answer;

import io.github.luffyrl.rewards.options.AnswerForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The answers that a text states: in a box, behind "answer is", or as its last number. */
final class Statements {

    private static final int MOST = 12;
    private static final int LONGEST_WORDS = 60;
    private static final int LONGEST_STATEMENT = 400;

    private static final Pattern LAYOUT = Pattern.compile("(?:[\\s$~]|\\\\[,;:! ])*");

    /** "C) 12" */
    private static final Pattern LETTERED = Pattern.compile("[A-Z]\\) ?\\S");

    private final String text;
    private final boolean trusted;
    private final List<Span> all;
    private final List<Span> formulas;
    private final List<Span> numbers;
    private final Surroundings surroundings;
    private final Connectors connectors;
    private final Anchors anchors;
    private final Clause clause;
    private int unclaimed; // behind the last statement that was denied, or not understood

    /**
     * Creates a search.
     *
     * @param text all of it
     * @param latex whether formulas count
     * @param plain whether numbers in plain text count
     * @param trusted whether the text claims what it says, as a gold answer does
     */
    Statements(String text, boolean latex, boolean plain, boolean trusted) {
        this.text = text;
        this.trusted = trusted;
        this.all = Formulas.in(text);
        this.formulas = latex ? all : List.of();
        this.numbers = plain ? outside(formulas, Numbers.in(text)) : List.of();
        this.surroundings = new Surroundings(text, 0, all, trusted);
        this.connectors = new Connectors(text);
        this.anchors = new Anchors(text);
        this.clause = new Clause(text);
    }

    private static List<Span> outside(List<Span> formulas, List<Span> numbers) {
        List<Span> kept = new ArrayList<>();
        int f = 0;
        for (Span number : numbers) {
            while (f < formulas.size() && formulas.get(f).end() <= number.start()) {
                f++;
            }
            if (f == formulas.size() || formulas.get(f).start() >= number.end()) {
                kept.add(number);
            }
        }
        return kept;
    }

    /** The last box, with those that it is joined to; no earlier one stands in for it. */
    void addBoxes(List<Span> boxes, Set<Candidate> found) {
        if (boxes.isEmpty()) {
            return;
        }
        Span last = connectors.joined(boxes).get(0);
        int before = 0;
        for (Span box : boxes) {
            before = box.end() <= last.start() ? box.end() : before;
        }
        if (!isDenied(last)) {
            completed(last, before).map(this::latex).ifPresent(found::add);
        }
    }

    /** A term that reaches back to an earlier box, as in a sum of two boxes, holds that box too. */
    private Optional<Span> completed(Span box, int before) {
        Optional<Span> alone = new Surroundings(text, before, all, trusted).complete(box);
        Optional<Span> whole = before == 0 ? alone : surroundings.complete(box);
        boolean reaches =
                whole.isPresent()
                        && whole.get().start() < before
                        && !LAYOUT.matcher(text).region(before, box.start()).matches();
        return reaches ? whole : alone;
    }

    private boolean isDenied(Span box) {
        Anchors.Anchor anchor = trusted ? null : anchors.leadingTo(box.start());
        return anchor != null && clause.denies(anchor.start());
    }

    private Candidate latex(Span span) {
        return new Candidate(
                span.content().strip() + Suffix.behind(text, span.end()), AnswerForm.LATEX);
    }

    private Optional<Candidate> formula(Span group) {
        return claimed(group).map(this::latex);
    }

    /** A group with what belongs to it, unless its sentence takes it back. */
    private Optional<Span> claimed(Span group) {
        return surroundings
                .complete(group)
                .filter(whole -> trusted || !clause.retracts(whole.end()));
    }

    private Optional<Candidate> number(Span group) {
        return claimed(group)
                .map(
                        whole ->
                                isSingle(group)
                                        ? new Candidate(
                                                whole.content() + Suffix.behind(text, whole.end()),
                                                AnswerForm.EXPRESSION)
                                        : latex(whole));
    }

    private boolean isSingle(Span group) {
        int at = firstFrom(numbers, group.start());
        return at < numbers.size() && numbers.get(at).end() == group.end();
    }

    /** What follows the last "answer is"; one that is denied or not understood takes all back. */
    void addAnchored(boolean isFinal, Set<Candidate> found) {
        Anchors.Anchor words = null;
        for (Anchors.Anchor anchor : anchors.find()) {
            if (isFinal && !anchor.isFinal()) {
                continue;
            }
            boolean open = clause.denies(anchor.start()) || clause.hedges(anchor.end());
            if (!trusted && open) {
                unclaimed = Math.max(unclaimed, anchors.lineEnd(anchor));
                return;
            }
            Optional<Candidate> stated = stated(anchor);
            if (stated.isPresent()) {
                found.add(stated.get());
                return;
            }
            if (anchors.states(anchor) && !anchors.leadsToSentence(anchor)) {
                if (holdsMathematics(anchor)) {
                    unclaimed = Math.max(unclaimed, anchors.lineEnd(anchor));
                    return;
                }
                words = words == null ? anchor : words;
            }
        }
        if (words != null && !trusted) {
            words(words).ifPresent(found::add);
        }
    }

    private Optional<Candidate> stated(Anchors.Anchor anchor) {
        int formula = firstFrom(formulas, anchor.end());
        int number = firstFrom(numbers, anchor.end());
        boolean formulaFirst =
                formula < formulas.size()
                        && (number == numbers.size()
                                || formulas.get(formula).start() < numbers.get(number).start());
        if (formulaFirst && anchors.leadsTo(anchor, formulas.get(formula).start())) {
            return formula(connectors.joinedFrom(formulas, formula));
        }
        if (!formulaFirst
                && number < numbers.size()
                && anchors.leadsTo(anchor, numbers.get(number).start())) {
            return number(connectors.joinedFrom(numbers, number));
        }
        if (!anchors.states(anchor)) {
            return Optional.empty();
        }
        int from = anchors.statement(anchor);
        if (LETTERED.matcher(text).region(from, text.length()).lookingAt()) {
            return words(anchor);
        }
        int to = new Term(text, 0, text.length()).end(from);
        String term = text.substring(from, to);
        boolean balanced =
                term.chars().filter(c -> c == '(').count()
                        == term.chars().filter(c -> c == ')').count();
        return to == from || clause.refutes(to) || !balanced
                ? Optional.empty()
                : Optional.of(new Candidate(term, AnswerForm.LATEX));
    }

    private boolean holdsMathematics(Anchors.Anchor anchor) {
        int end = Math.min(anchors.lineEnd(anchor), anchor.end() + LONGEST_STATEMENT);
        for (int i = anchor.end(); i < end; i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c) || c == '\\' || c == '$') {
                return true;
            }
            if (c == '.') {
                return false;
            }
        }
        return false;
    }

    /** A word or a few behind "answer is", up to the end of the sentence. */
    private Optional<Candidate> words(Anchors.Anchor anchor) {
        int from = anchors.statement(anchor);
        int to = from;
        while (to < text.length()
                && to - from <= LONGEST_WORDS
                && ".\n;?!\u3002\uff01\uff1f".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        String words = text.substring(from, to).strip();
        boolean asked = to < text.length() && "?\uff1f".indexOf(text.charAt(to)) >= 0;
        return words.isEmpty() || words.length() > LONGEST_WORDS || asked
                ? Optional.empty()
                : Optional.of(new Candidate(words, AnswerForm.LATEX));
    }

    private static int firstFrom(List<Span> spans, int position) {
        int low = 0;
        int high = spans.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans.get(middle).start() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Formulas and numbers, whatever ends last first, up to one that is taken back. */
    void addLast(Set<Candidate> found) {
        record Ranked(Span group, boolean isFormula) {}
        List<Ranked> ranked = new ArrayList<>();
        connectors.joined(formulas).forEach(group -> ranked.add(new Ranked(group, true)));
        connectors.joined(numbers).forEach(group -> ranked.add(new Ranked(group, false)));
        ranked.sort(Comparator.comparingInt((Ranked next) -> next.group().end()).reversed());
        for (Ranked next : ranked) {
            Optional<Candidate> candidate =
                    next.isFormula() ? formula(next.group()) : number(next.group());
            if (candidate.isEmpty() || next.group().start() < unclaimed || found.size() >= MOST) {
                return;
            }
            found.add(candidate.get());
        }
    }
}
