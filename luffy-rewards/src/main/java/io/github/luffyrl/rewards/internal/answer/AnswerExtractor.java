package io.github.luffyrl.rewards.internal.answer;

import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.BoxPriority;
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

    private static final List<String> END_OF_TURN =
            List.of("<|im_end|>", "<|im_start|>user", "<|endoftext|>", "<|eot_id|>");
    private static final String[] DELIMITERS = {"$", "\\(", "\\)", "\\[", "\\]"};
    static final String TAG = "<answer>";
    static final String TAG_END = "</answer>";

    private final ExtractionRules rules;
    private final boolean trusted;

    /**
     * Creates an extractor.
     *
     * @param rules where it looks
     */
    public AnswerExtractor(ExtractionRules rules) {
        this(rules, false);
    }

    /** An extractor; a trusted text claims what it says, as a gold answer does. */
    AnswerExtractor(ExtractionRules rules, boolean trusted) {
        this.rules = rules;
        this.trusted = trusted;
    }

    /**
     * Looks for answers.
     *
     * @param response any text; what stands behind the end of a chat turn is left out
     * @return the candidates, best first
     */
    public List<Candidate> find(String response) {
        String text = Markup.removed(firstTurn(response));
        int tag = text.lastIndexOf(TAG);
        if (tag >= 0) {
            int from = tag + TAG.length();
            int end = text.indexOf(TAG_END, from);
            return tagged(text.substring(from, end < 0 ? text.length() : end));
        }
        return untagged(text);
    }

    /** All that is between the tags is the answer, unless it is a text that marks its own. */
    private List<Candidate> tagged(String inside) {
        List<Candidate> marked = new AnswerExtractor(rules.withAnchor(), trusted).untagged(inside);
        if (!marked.isEmpty() || inside.isBlank()) {
            return marked;
        }
        List<Span> formulas = Formulas.in(inside);
        for (Span group : new Connectors(inside).joined(formulas)) {
            boolean all =
                    inside.substring(0, group.start()).isBlank()
                            && inside.substring(group.end()).isBlank();
            if (all && group.start() < group.end()) {
                return List.of(latex(inside, group));
            }
        }
        String bare = inside.strip();
        for (String delimiter : DELIMITERS) {
            bare = bare.replace(delimiter, " ");
        }
        return List.of(new Candidate(bare.strip(), AnswerForm.LATEX));
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
            found.addAll(new Choices(rules, trusted).find(text));
        }
        boolean latex = rules.forms().contains(AnswerForm.LATEX);
        boolean plain = rules.forms().contains(AnswerForm.EXPRESSION);
        if (!latex && !plain) {
            return List.copyOf(found);
        }
        List<Span> boxes =
                latex && rules.boxPriority() != BoxPriority.NEVER ? Boxes.in(text) : List.of();
        boolean boxed = rules.boxPriority() == BoxPriority.FIRST && !boxes.isEmpty();
        Statements statements = new Statements(text, latex, plain && !boxed, trusted);
        if (boxed) {
            statements.addBoxes(boxes, found);
            return List.copyOf(found);
        }
        if (rules.boxPriority() == BoxPriority.FIRST && latex && Boxes.isCutOff(text)) {
            return List.copyOf(found); // the answer was begun, and is not there
        }
        statements.addAnchored(true, found);
        if (rules.boxPriority() == BoxPriority.AFTER_FINAL_ANSWER && found.isEmpty()) {
            statements.addBoxes(boxes, found);
        }
        if (found.isEmpty()) {
            statements.addAnchored(false, found);
        }
        if (rules.boxPriority() == BoxPriority.AFTER_ANSWER && found.isEmpty()) {
            statements.addBoxes(boxes, found);
        }
        if (!rules.anchorRequired() && found.isEmpty()) {
            statements.addLast(found);
        }
        return List.copyOf(found);
    }

    private static Candidate latex(String text, Span span) {
        return new Candidate(
                span.content().strip() + Suffix.behind(text, span.end()), AnswerForm.LATEX);
    }
}
