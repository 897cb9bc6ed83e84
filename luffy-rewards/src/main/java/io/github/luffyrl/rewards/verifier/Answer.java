package io.github.luffyrl.rewards.verifier;

import io.github.luffyrl.rewards.internal.answer.Candidate;
import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.equality.Words;
import io.github.luffyrl.rewards.internal.math.parse.MathReader;
import io.github.luffyrl.rewards.internal.math.parse.Notation;
import io.github.luffyrl.rewards.options.AnswerForm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An answer as it was found.
 *
 * @param text as written
 * @param readings what it may mean, likeliest first; empty when it cannot be read as mathematics
 */
record Answer(String text, List<Expr> readings) {

    private static final int MOST_WORDS = 16;
    private static final Pattern PROSE_WORD =
            Pattern.compile("(?<![\\\\\\p{L}])\\p{L}{3,}+(?!\\p{L})");

    /** Looks alone; {@code \\left} is layout, {@code \\leftarrow} is not. */
    private static final Pattern LAYOUT =
            Pattern.compile("\\\\(?:left|right)(?![A-Za-z])|\\\\[,;! ]|\\$");

    private static final Pattern WORDS =
            Pattern.compile(
                    "\\\\(?:text|textrm|textnormal|mbox)\\s*\\{([^{}\\\\$]*[A-Za-z][^{}\\\\$]*)\\}");

    /** Reads a candidate; a comma before three digits may separate thousands or answers. */
    static Answer read(Candidate candidate, Budget budget) {
        String text = candidate.text();
        List<Expr> readings = new ArrayList<>();
        if (candidate.form() == AnswerForm.EXPRESSION) {
            MathReader.read(text, Notation.PLAIN, budget).ifPresent(readings::add);
        } else if (candidate.form() == AnswerForm.LATEX) {
            MathReader.read(text, Notation.LATEX, budget).ifPresent(readings::add);
            if (hasAmbiguousComma(text)) {
                MathReader.read(text, Notation.LATEX_LIST, budget).ifPresent(readings::add);
            }
        }
        return new Answer(text, readings);
    }

    /** Whether this is too much prose for a response to give the same. */
    boolean isUnrepeatable() {
        return PROSE_WORD.matcher(text).results().limit(MOST_WORDS + 1).count() > MOST_WORDS;
    }

    /** Whether this is the choice of a letter together with what it stands for. */
    boolean isLabeled(Answer letter) {
        return Label.isAlone(letter.text) && Label.of(letter.text).equals(Label.of(text));
    }

    /** What the letter of a choice in front stands for, when the other side has no letter. */
    Answer unlabeled(Answer other, Budget budget) {
        return text.indexOf('(') < 0 || Label.of(other.text).isPresent()
                ? this
                : Label.meaning(text)
                        .map(value -> read(new Candidate(value, AnswerForm.LATEX), budget))
                        .orElse(this);
    }

    private static boolean hasAmbiguousComma(String text) {
        for (int i = text.indexOf(','); i >= 0; i = text.indexOf(',', i + 1)) {
            boolean between =
                    i > 0
                            && i + 1 < text.length()
                            && Character.isDigit(text.charAt(i - 1))
                            && Character.isDigit(text.charAt(i + 1));
            if (between) {
                return true;
            }
        }
        return false;
    }

    /** Whether two answers are written alike, or are the same words. */
    boolean sameText(Answer other) {
        String mine = normal();
        String others = other.normal();
        if (mine.equals(others)) {
            return !mine.isEmpty();
        }
        boolean words =
                isWords() || other.isWords() || (isLowerCaseWord() && other.isLowerCaseWord());
        return words
                && !wordsOf(text).isEmpty()
                && Words.letters(wordsOf(text)).equals(Words.letters(wordsOf(other.text)));
    }

    /** A word such as "even" or "Even", though it might be a product of variables. */
    private boolean isLowerCaseWord() {
        String word = text.strip();
        return (word.length() > 2 || word.equalsIgnoreCase("no"))
                && word.chars().allMatch(Character::isLetter)
                && word.chars().skip(1).allMatch(Character::isLowerCase);
    }

    private boolean isWords() {
        return !readings.isEmpty() && readings.get(0) instanceof Expr.Text;
    }

    /** The words of plain text or of one text command; empty when there is other LaTeX. */
    private static String wordsOf(String text) {
        String words = text.strip();
        for (String command :
                new String[] {
                    "\\text",
                    "\\textbf",
                    "\\mathrm",
                    "\\textit",
                    "\\mathbf",
                    "\\mbox",
                    "\\textrm",
                    "\\textnormal",
                    "\\operatorname"
                }) {
            words = words.replace(command + "{", "{");
        }
        return words.indexOf('\\') >= 0 ? "" : words;
    }

    private String normal() {
        String words = WORDS.matcher(text).replaceAll("$1");
        String normal = withoutSpaces(LAYOUT.matcher(words).replaceAll(" "));
        int end = normal.length();
        while (end > 0 && ".,;:".indexOf(normal.charAt(end - 1)) >= 0) {
            end--;
        }
        return normal.substring(0, end);
    }

    /** White space counts between digits alone: "4 2" is not 42. */
    private static String withoutSpaces(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00a0') {
                space = true;
                continue;
            }
            boolean digits =
                    space
                            && Character.isDigit(c)
                            && !kept.isEmpty()
                            && Character.isDigit(kept.charAt(kept.length() - 1));
            kept.append(digits ? " " : "").append(c);
            space = false;
        }
        return kept.toString();
    }
}
