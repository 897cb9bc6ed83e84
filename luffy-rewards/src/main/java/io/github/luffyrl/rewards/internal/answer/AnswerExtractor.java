package io.github.luffyrl.rewards.internal.answer;

import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.BoxPriority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what may be the answer in a model's text, in time linear in its length.
 *
 * <p>In this order, unless the rules say otherwise: the last box with those it is joined to by
 * commas, "and" or "or"; what follows "final answer is"; what follows "answer is"; the last formula
 * or number of the text.
 */
public final class AnswerExtractor {

    private static final int MOST = 12;
    private static final List<String> END_OF_TURN =
            List.of("<|im_end|>", "<|im_start|>user", "<|endoftext|>", "<|eot_id|>");
    static final String TAG = "<answer>";
    static final String TAG_END = "</answer>";

    private final ExtractionRules rules;

    /**
     * Creates an extractor.
     *
     * @param rules where it looks
     */
    public AnswerExtractor(ExtractionRules rules) {
        this.rules = rules;
    }

    /**
     * Looks for answers.
     *
     * @param response any text; what stands behind the end of a chat turn is left out
     * @return the candidates, best first
     */
    public List<Candidate> find(String response) {
        String text = firstTurn(response);
        int tag = text.lastIndexOf(TAG);
        if (tag >= 0) {
            int from = tag + TAG.length();
            int end = text.indexOf(TAG_END, from);
            String inside = text.substring(from, end < 0 ? text.length() : end);
            List<Candidate> found = untagged(inside);
            return found.isEmpty() && !inside.isBlank()
                    ? List.of(new Candidate(inside.strip(), AnswerForm.LATEX))
                    : found;
        }
        return untagged(text);
    }

    /** A model that goes on behind the end of its turn talks to itself. */
    private static String firstTurn(String response) {
        int end = response.length();
        for (String mark : END_OF_TURN) {
            int at = response.indexOf(mark);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return response.substring(0, end);
    }

    private List<Candidate> untagged(String text) {
        Set<Candidate> found = new LinkedHashSet<>();
        if (rules.forms().contains(AnswerForm.CHOICE)) {
            found.addAll(new Choices(text, rules.choices(), rules.choiceIgnoresCase()).find());
        }
        boolean latex = rules.forms().contains(AnswerForm.LATEX);
        boolean plain = rules.forms().contains(AnswerForm.EXPRESSION);
        if (!latex && !plain) {
            return List.copyOf(found);
        }
        List<Span> boxes =
                latex && rules.boxPriority() != BoxPriority.NEVER ? Boxes.in(text) : List.of();
        if (rules.boxPriority() == BoxPriority.FIRST && !boxes.isEmpty()) {
            addBoxes(text, boxes, found);
            return List.copyOf(found);
        }
        if (rules.boxPriority() == BoxPriority.FIRST && latex && Boxes.isCutOff(text)) {
            return List.copyOf(found); // the answer was begun, and is not there
        }
        List<Span> formulas = latex ? Formulas.in(text) : List.of();
        List<Span> numbers = plain ? outside(formulas, Numbers.in(text)) : List.of();
        addAnchored(text, formulas, numbers, true, found);
        if (rules.boxPriority() == BoxPriority.AFTER_FINAL_ANSWER) {
            addBoxes(text, boxes, found);
        }
        addAnchored(text, formulas, numbers, false, found);
        if (rules.boxPriority() == BoxPriority.AFTER_ANSWER) {
            addBoxes(text, boxes, found);
        }
        if (!rules.anchorRequired()) {
            addLast(text, formulas, numbers, found);
        }
        return List.copyOf(found);
    }

    private static void addBoxes(String text, List<Span> boxes, Set<Candidate> found) {
        for (Span group : new Connectors(text).joined(boxes)) {
            if (found.size() >= MOST) {
                return;
            }
            found.add(latex(text, group));
        }
    }

    private static Candidate latex(String text, Span span) {
        return new Candidate(
                span.content().strip() + Suffix.behind(text, span.end()), AnswerForm.LATEX);
    }

    private static Candidate plain(String text, Span span) {
        return new Candidate(
                span.content() + Suffix.behind(text, span.end()), AnswerForm.EXPRESSION);
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

    private static void addAnchored(
            String text,
            List<Span> formulas,
            List<Span> numbers,
            boolean isFinal,
            Set<Candidate> found) {
        Anchors anchors = new Anchors(text);
        for (Anchors.Anchor anchor : anchors.find()) {
            if (isFinal && !anchor.isFinal()) {
                continue;
            }
            int formula = firstFrom(formulas, anchor.end());
            int number = firstFrom(numbers, anchor.end());
            boolean formulaFirst =
                    formula < formulas.size()
                            && (number == numbers.size()
                                    || formulas.get(formula).start() < numbers.get(number).start());
            if (formulaFirst && anchors.leadsTo(anchor, formulas.get(formula).start())) {
                found.add(latex(text, new Connectors(text).joinedFrom(formulas, formula)));
            } else if (!formulaFirst
                    && number < numbers.size()
                    && anchors.leadsTo(anchor, numbers.get(number).start())) {
                found.add(plain(text, numbers.get(number)));
            }
        }
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

    /** Formulas and numbers, whatever ends last first. */
    private static void addLast(
            String text, List<Span> formulas, List<Span> numbers, Set<Candidate> found) {
        record Ranked(int end, Candidate candidate) {}
        List<Ranked> ranked = new ArrayList<>();
        for (Span group : new Connectors(text).joined(formulas)) {
            ranked.add(new Ranked(group.end(), latex(text, group)));
        }
        Set<Span> single = new HashSet<>(numbers);
        for (Span group : new Connectors(text).joined(numbers)) {
            boolean alone = single.contains(group);
            ranked.add(new Ranked(group.end(), alone ? plain(text, group) : latex(text, group)));
        }
        ranked.sort(Comparator.comparingInt(Ranked::end).reversed());
        for (Ranked next : ranked) {
            if (found.size() >= MOST) {
                return;
            }
            found.add(next.candidate());
        }
    }
}
