package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Remark;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer and the remark behind it: for which constants or numbers a formula holds, or what it is
 * about in decimals. Any other remark stays part of the answer.
 *
 * @param answer as written, a restatement joined to it by a sign of equality that will be checked
 * @param remark null when there is none
 */
record Remarks(String answer, @Nullable Remark remark) {

    private static final int LONGEST = 200;
    private static final int SHORTEST = 5;

    /** What every remark has in it. */
    private static final Pattern HINT =
            Pattern.compile(
                    "\\\\in(?![a-z])|\\\\forall|\u2208|\u2200|\\b(?:for|where|with|if)\\b|constant|arbitrary"
                            + "|\\\\n?e?ge?q?(?![a-z])|\\\\neq?(?![a-z])|\u2260|\u2265|>|approx|\\(\\s*or\\b|about"
                            + "|roughly|i\\.e|dots|\u2248");

    /** Where a remark may begin. */
    private static final Pattern START =
            Pattern.compile(
                    "[,;(]|\\\\q?quad(?![a-z])|\\\\[ ,;:]|\\\\(?:text|mathrm|textrm|mbox)\\s*\\{|\\\\forall"
                            + "|(?<=[\\s}])(?:for|where|with)\\b");

    private static final Pattern GAP =
            Pattern.compile(
                    "(?:\\\\q?quad|\\\\[,;: ]|[\\s~,;(]|\\\\(?:left|text|mathrm|textrm|mbox)|(?<=text|rm|mbox)\\{)+$");

    /** "(or 0.75)" and "(approximately 4.148)". */
    private static final Pattern RESTATED =
            Pattern.compile(
                    "(?:(?:\\( ?(?:or|i\\.e\\.,?|=)|\\(? ?(?:approximately|approx\\.?|about|roughly))"
                            + "|\\( ?\\\\approx) ?([-+0-9][-+0-9., /]*?) ?\\)?");

    /** "\\text{(C) } 42": a letter of a choice, and what it stands for. */
    private static final Pattern CHOICE =
            Pattern.compile(
                    "(?s)\\\\text(?:bf|rm|it)?\\s*\\{\\s*\\(([A-J])\\)[\\s~]*\\}[\\s~]*([^\\s~].*)");

    /** "The\\ area\\ of\\ triangle\\ ABC\\ is\\ 5". */
    private static final Pattern SENTENCE =
            Pattern.compile("(?s)((?:[A-Za-z]+(?:\\\\ |[\\s~])+)+is(?:\\\\ |[\\s~])+)(\\S.*)");

    static Remarks of(String text) {
        String answer = text.strip();
        if (answer.length() > LONGEST || answer.length() < SHORTEST) {
            return new Remarks(text, null);
        }
        Matcher choice = answer.startsWith("\\text") ? CHOICE.matcher(answer) : null;
        if (choice != null && choice.matches()) {
            String meaning = choice.group(2).replaceAll("\\s", "");
            return new Remarks(choice.group(1), new Remark(List.of(), meaning));
        }
        Matcher sentence =
                answer.contains("is\\ ") || answer.contains("is ")
                        ? SENTENCE.matcher(answer)
                        : null;
        if (sentence != null && sentence.matches()) {
            String words = sentence.group(1).replace("\\", " ").replace("~", " ");
            if (Vocabulary.isAssertion(words)) {
                return new Remarks("\\text{" + words + "}" + sentence.group(2), null);
            }
        }
        return HINT.matcher(answer).find() ? split(text, answer) : new Remarks(text, null);
    }

    private static Remarks split(String text, String answer) {
        Matcher start = START.matcher(answer);
        while (start.find()) {
            String formula = GAP.matcher(answer.substring(0, start.start())).replaceFirst("");
            if (formula.isBlank()) {
                continue;
            }
            String tail = Condition.plain(answer.substring(start.start()));
            Matcher restated = RESTATED.matcher(tail);
            if (restated.matches()) {
                return new Remarks(formula + "\\approx " + restated.group(1), null);
            }
            Optional<Remark> remark = Condition.of(tail).filter(r -> isAbout(r, formula));
            if (remark.isPresent()) {
                return new Remarks(formula, remark.get());
            }
        }
        return new Remarks(text, null);
    }

    /**
     * Whether all letters of a remark are in the formula, and the formula is no range of values
     * that the remark makes smaller: "x in R" and "x > 0, x in Z" are answers themselves.
     */
    private static boolean isAbout(Remark remark, String formula) {
        boolean name =
                formula.strip().length() < 3
                        && formula.strip().chars().allMatch(Character::isLetter);
        return !name
                && remark.names().stream().allMatch(letter -> Condition.isIn(letter, formula))
                && (Condition.isUnbounded(remark) || !Condition.boundsLetters(formula));
    }
}
