package io.github.luffyrl.rewards.internal.math.parse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer and the remark behind it: for which constants or numbers a formula holds, or what it is
 * about in decimals. Any other remark stays part of the answer.
 *
 * @param answer as written, a restatement joined to it by a sign of equality that will be checked
 * @param remark its letters and signs; empty when there is none
 */
record Remarks(String answer, String remark) {

    private static final int LONGEST = 200;
    private static final int SHORTEST = 8;
    private static final String GAP = "(?:\\\\q?quad|\\\\[,;: ]|[\\s~,;(])*";
    private static final String SET =
            "(?:\\\\in\\s*\\\\mathbb\\s*(?:\\{[RZNQC]\\}|[RZNQC])(?:\\^\\{?[+*]\\}?|_\\{?\\+\\}?)?|"
                    + "\\\\in\\s*\\\\[RZNQC]\\b|\u2208\\s*[\u211d\u2124\u2115\u211a\u2102])";
    private static final String NAMES =
            "\\$?(?:\\\\?[A-Za-z](?:_\\{?\\w\\}?)?(?:\\s*,\\s*)?){1,4}\\$?";
    private static final String FOR_ALL =
            "(?:\\\\forall|(?:\\\\(?:text|mathrm|textrm|mbox)\\s*\\{)?\\s*"
                    + "(?:for|where)(?: (?:any|all|every|some|each))?"
                    + "(?: (?:real|complex|integer|arbitrary|positive|natural|rational))*"
                    + "(?: (?:constants?|numbers?|integers?|values? of))?\\s*[}$]?)";
    private static final String IS_A =
            "(?:\\s*(?:\\\\(?:text|mathrm|textrm|mbox)\\s*\\{)?\\s*(?:is|are) (?:an? )?"
                    + "(?:arbitrary|any|real|integer|constant|number|integers)"
                    + "(?: (?:real|integer|constant|number)s?)*\\s*\\}?)";

    /** "n in Z" behind a comma or space, or "for all n" with or without a set. */
    private static final Pattern CONDITION =
            Pattern.compile(
                    "(?s)(.+?)(?:(?<=[,;\\s(~])|(?<=quad)|(?=\\\\))("
                            + FOR_ALL
                            + "\\s*"
                            + NAMES
                            + "\\s*(?:"
                            + SET
                            + "|"
                            + IS_A
                            + ")?"
                            + "|(?<=[,;(\\s~])"
                            + NAMES
                            + "\\s*"
                            + SET
                            + ")[\\s.)}]*");

    /** "(or 0.75)" and "(approximately 4.148)". */
    private static final Pattern RESTATED =
            Pattern.compile(
                    "(?s)(.+?)"
                            + GAP
                            + "\\\\text\\s*\\{\\s*\\(\\s*"
                            + "(?:or|approximately|approx\\.?|about|i\\.e\\.)\\s*\\}?"
                            + "([^(){}a-zA-Z]{1,30})(?:\\\\text\\s*\\{)?\\s*\\)\\s*\\}?\\s*");

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
            return new Remarks(text, "");
        }
        Matcher choice = answer.startsWith("\\text") ? CHOICE.matcher(answer) : null;
        if (choice != null && choice.matches()) {
            return new Remarks(choice.group(1), choice.group(2).replaceAll("\\s", ""));
        }
        return restated(text, answer);
    }

    private static Remarks restated(String text, String answer) {
        Matcher restated = answer.contains("text") ? RESTATED.matcher(answer) : null;
        if (restated != null && restated.matches()) {
            return new Remarks(restated.group(1) + "\\approx " + restated.group(2), "");
        }
        Matcher sentence =
                answer.contains("is\\ ") || answer.contains("is ")
                        ? SENTENCE.matcher(answer)
                        : null;
        if (sentence != null && sentence.matches()) {
            String words = sentence.group(1).replace("\\", " ").replace("~", " ");
            if (Vocabulary.isAssertion(words)) {
                return new Remarks("\\text{" + words + "}" + sentence.group(2), "");
            }
        }
        return conditional(text, answer);
    }

    private static Remarks conditional(String text, String answer) {
        boolean possible =
                answer.contains("\\in")
                        || answer.contains("\\forall")
                        || answer.contains("for ")
                        || answer.contains("where ")
                        || answer.indexOf('\u2208') >= 0;
        Matcher condition = possible ? CONDITION.matcher(answer) : null;
        if (condition == null || !condition.matches()) {
            return new Remarks(text, "");
        }
        String formula = condition.group(1).replaceAll("(?:" + GAP + ")$", "");
        String remark = condition.group(2).replaceAll("[\\\\{}$\\s]|text|mathbb", "");
        return formula.isBlank() || isName(formula)
                ? new Remarks(text, "")
                : new Remarks(formula, remark);
    }

    /** "x in R" is the answer itself, and no remark on x. */
    private static boolean isName(String formula) {
        return formula.length() < 3 && formula.chars().allMatch(Character::isLetter);
    }
}
