package io.github.luffyrl.rewards.internal.answer;

import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.BoxPriority;
import io.github.luffyrl.rewards.options.GoldFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the answer in a gold text. That is all of it, unless delimiters mark a part: a bare answer
 * such as {@code (1,\frac92)} must not be searched like a model's prose.
 */
public final class GoldExtractor {

    private static final String HASHES = "####";
    private static final String PROSE = " \t\r\n.,;:'\"!?-*";

    private final ExtractionRules rules;
    private final GoldFormat format;
    private final AnswerExtractor prose;

    /**
     * Creates an extractor.
     *
     * @param rules where it looks
     * @param format how golds are given
     */
    public GoldExtractor(ExtractionRules rules, GoldFormat format) {
        this.rules = rules;
        this.format = format;
        this.prose = new AnswerExtractor(rules, true);
    }

    /**
     * Looks for answers.
     *
     * @param gold any text
     * @return the candidates, best first; none when the text is blank
     */
    public List<Candidate> find(String gold) {
        return switch (format) {
            case TEXT -> prose.find(gold);
            case BARE -> whole(gold, AnswerForm.LATEX);
            case AUTO -> marked(gold);
        };
    }

    private static List<Candidate> whole(String gold, AnswerForm form) {
        return gold.isBlank() ? List.of() : List.of(new Candidate(gold.strip(), form));
    }

    private List<Candidate> marked(String gold) {
        String text = gold;
        int tag = text.lastIndexOf(AnswerExtractor.TAG);
        if (tag >= 0) {
            int from = tag + AnswerExtractor.TAG.length();
            int end = text.indexOf(AnswerExtractor.TAG_END, from);
            text = text.substring(from, end < 0 ? text.length() : end);
        }
        int hashes = text.lastIndexOf(HASHES);
        if (hashes >= 0) {
            text = text.substring(hashes + HASHES.length()).strip().lines().findFirst().orElse("");
        }
        if (rules.forms().contains(AnswerForm.CHOICE)) {
            return prose.find(text);
        }
        if (!rules.forms().contains(AnswerForm.LATEX)) {
            return whole(text, AnswerForm.EXPRESSION);
        }
        if (rules.boxPriority() != BoxPriority.NEVER && Boxes.isMarked(text)) {
            return Boxes.in(text).isEmpty() ? List.of() : prose.find(text);
        }
        return delimited(text);
    }

    /** Where more than words surrounds a formula, such as the rest of a point, all of it counts. */
    private List<Candidate> delimited(String text) {
        List<Span> formulas = Formulas.in(text).stream().filter(Span::isDelimited).toList();
        if (formulas.isEmpty()) {
            return whole(text, AnswerForm.LATEX);
        }
        int from = 0;
        boolean words = true;
        for (Span formula : formulas) {
            words &= isProse(text.substring(from, formula.start()));
            from = formula.end();
        }
        if (words && isProse(text.substring(from))) {
            return qualifies(text.substring(0, formulas.get(0).start()))
                    ? whole(withoutDollars(text), AnswerForm.LATEX)
                    : prose.find(text);
        }
        List<Candidate> candidates = new ArrayList<>(whole(text, AnswerForm.LATEX));
        candidates.addAll(prose.find(text)); // in case all of it cannot be read
        return candidates;
    }

    /** "odd" in "odd $n$" is a part of the answer; "The answer is" is none. */
    private static boolean qualifies(String before) {
        String word = before.strip();
        return !word.isEmpty() && word.chars().allMatch(Character::isLowerCase);
    }

    private static String withoutDollars(String text) {
        return text.replace("$", " ").replace("\\(", " ").replace("\\)", " ");
    }

    private static boolean isProse(String text) {
        return text.chars().allMatch(c -> Character.isLetter(c) || PROSE.indexOf(c) >= 0);
    }
}
