package io.github.luffyrl.rewards.internal.answer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands around an answer. An answer that is part of a larger term, as in {@code
 * \frac{1}{\boxed{5}}} or {@code \sqrt5}, is the term; one that its sentence takes back, as in "not
 * 5", is none.
 */
final class Surroundings {

    /** Commands that change only the looks of their group. */
    private static final Set<String> WRAPPERS =
            Set.of(
                    "",
                    "underline",
                    "bm",
                    "boldsymbol",
                    "mathcal",
                    "mathbb",
                    "large",
                    "Large",
                    "huge");

    private static final Set<String> UNITS =
            Set.of(
                    "m", "cm", "mm", "km", "g", "kg", "mg", "s", "h", "min", "hr", "hrs", "ft",
                    "in", "L", "l", "ml", "mL", "mi", "yd", "lb", "lbs", "oz", "mph", "sec");

    private static final String OPERATOR =
            "(?:[-\u2212+*/^<>\u00b1\u00b7\u00d7\u00f7\u2260\u2264\u2265]"
                    + "|\\\\(?:cdot|times|div|pm|mp|neq?|leq?|geq?|lt|gt)(?![A-Za-z]))";
    private static final Pattern OPEN_END = Pattern.compile(OPERATOR + "\\s*$");
    private static final Pattern OPEN_START = Pattern.compile("\\s*" + OPERATOR);

    private final String text;
    private final List<Span> formulas;
    private final int from;
    private final boolean trusted;
    private final Clause clause;
    private final Term prose;

    /**
     * Creates a reader.
     *
     * @param text all of it
     * @param from where the part begins that belongs to the answer, behind earlier boxes
     * @param formulas of the text
     * @param trusted whether the text claims what it says, as a gold answer does
     */
    Surroundings(String text, int from, List<Span> formulas, boolean trusted) {
        this.text = text;
        this.from = from;
        this.formulas = formulas;
        this.trusted = trusted;
        this.clause = new Clause(text);
        this.prose = new Term(text, from, text.length());
    }

    /**
     * The answer that a part of the text gives, seen with what is around it.
     *
     * @param part a box, formula or number, or several that are joined
     * @return itself where it stands alone, or the whole term; empty when the sentence takes it
     *     back
     */
    Optional<Span> complete(Span part) {
        Span matrix = matrixAround(part);
        if (matrix != null) {
            return Optional.of(matrix);
        }
        Span whole = unwrapped(part);
        Span formula = formulaAround(whole);
        if (formula != null) {
            int margin = (formula.end() - formula.start() - formula.content().length()) / 2;
            Term inside =
                    new Term(
                            text, Math.max(from, formula.start() + margin), formula.end() - margin);
            whole = grown(whole, inside.start(whole.start()), inside.end(whole.end()));
            int start =
                    leads(formula.start() + margin, whole.start())
                            ? formula.start()
                            : whole.start();
            int end = leads(whole.end(), formula.end() - margin) ? formula.end() : whole.end();
            whole = new Span(start, end, whole.content());
        }
        int start =
                formula != null && whole.start() > formula.start()
                        ? whole.start()
                        : prose.start(whole.start());
        int unit = unitEnd(whole);
        boolean closed = unit > whole.end() || (formula != null && whole.end() < formula.end());
        int end = closed ? whole.end() : prose.end(whole.end());
        whole = grown(whole, start, end);
        String content = whole.content();
        boolean open = content.endsWith(" or") || content.endsWith(" and"); // "5 or more"
        boolean struck =
                text.startsWith("~~", whole.end()) && text.startsWith("~~", whole.start() - 2);
        boolean taken =
                open
                        || struck
                        || isOperand(whole)
                        || clause.changes(whole.start())
                        || clause.refutes(whole.end());
        return taken && !trusted ? Optional.empty() : Optional.of(whole);
    }

    /** The matrix of which a part is an entry. */
    private @Nullable Span matrixAround(Span part) {
        int begin = text.lastIndexOf("\\begin{", part.start());
        int name = begin + "\\begin{".length();
        int close = begin < 0 ? -1 : text.indexOf('}', name);
        if (close < 0 || close > part.start() || !text.startsWith("matrix", close - 6)) {
            return null;
        }
        String mark = "\\end{" + text.substring(name, close + 1);
        int end = text.indexOf(mark, begin);
        return end < part.end()
                ? null
                : new Span(begin, end + mark.length(), text.substring(begin, end + mark.length()));
    }

    /** Whether a formula beside a part ends or begins with an operator, as in "{@code $-$ 5}". */
    private boolean isOperand(Span part) {
        int before = skipSpaceBack(part.start());
        int after = skipSpace(part.end());
        return formulas.stream()
                .filter(Span::isDelimited)
                .anyMatch(
                        formula ->
                                (formula.end() == before
                                                && OPEN_END.matcher(formula.content()).find())
                                        || (formula.start() == after
                                                && OPEN_START
                                                        .matcher(formula.content())
                                                        .lookingAt()));
    }

    /**
     * Behind the unit that is glued to a number, as in "5cm"; the end of the part if there is none.
     */
    private int unitEnd(Span part) {
        boolean number = part.end() > 0 && Character.isDigit(text.charAt(part.end() - 1));
        int end = part.end();
        while (number && end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return UNITS.contains(text.substring(part.end(), end)) ? end : part.end();
    }

    /** Whether nothing but space stands between two places. */
    private boolean leads(int from, int to) {
        return from <= to && text.substring(from, to).isBlank();
    }

    private Span grown(Span part, int start, int end) {
        int left = start;
        int open = 0;
        for (int i = start; i < part.start(); i++) {
            open += step(text.charAt(i));
            if (open < 0) { // the parenthesis of "2) 5"
                left = i + 1;
                open = 0;
            }
        }
        int opened = open;
        int right = part.end();
        for (int i = right; i < end && open + step(text.charAt(i)) >= 0; i++) {
            open += step(text.charAt(i));
            right = open <= opened ? i + 1 : right; // "5 (as above)" ends before the parenthesis
        }
        if (opened == 1 && open >= opened && text.charAt(left) == '(') {
            left++; // a remark that goes on in words
        }
        String before = text.substring(left, part.start());
        String after = text.substring(part.end(), right);
        if (before.isBlank() && after.isBlank()) {
            return part;
        }
        return new Span(left, right, before + factor(part, before, after) + after);
    }

    private static int step(char c) {
        return c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
    }

    /** The part in parentheses, unless it is written in the term as it stands. */
    private String factor(Span part, String before, String after) {
        String content = part.content().strip();
        boolean itself = text.substring(part.start(), part.end()).strip().equals(content);
        boolean number = content.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        boolean glued = !after.isEmpty() && Character.isDigit(after.charAt(0));
        return itself || (number && before.isBlank() && !glued) ? content : "(" + content + ")";
    }

    private @Nullable Span formulaAround(Span part) {
        int low = 0;
        int high = formulas.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (formulas.get(middle).end() < part.end()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean inside =
                low < formulas.size()
                        && formulas.get(low).start() < part.start()
                        && formulas.get(low).isDelimited();
        return inside ? formulas.get(low) : null;
    }

    /** A part with the groups around it that change nothing, as in {@code \textbf{\boxed{5}}}. */
    private Span unwrapped(Span part) {
        int start = part.start();
        int end = part.end();
        while (true) {
            int close = skipSpace(end);
            int open = skipSpaceBack(start);
            boolean braces =
                    open > 0
                            && text.charAt(open - 1) == '{'
                            && close < text.length()
                            && text.charAt(close) == '}';
            if (!braces) {
                return new Span(start, end, part.content());
            }
            int begin = open - 1;
            while (begin > 0 && Character.isLetter(text.charAt(begin - 1))) {
                begin--;
            }
            boolean command = begin > 0 && text.charAt(begin - 1) == '\\';
            String name = command ? text.substring(begin, open - 1) : "";
            boolean plain =
                    !command
                            && (begin == 0
                                    || "_^}]".indexOf(text.charAt(open - 2 < 0 ? 0 : open - 2))
                                            < 0);
            if (!(command ? WRAPPERS.contains(name) || TermWords.TEXT.contains(name) : plain)) {
                return new Span(start, end, part.content());
            }
            start = command ? begin - 1 : open - 1;
            end = close + 1;
        }
    }

    private int skipSpace(int index) {
        int i = index;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int skipSpaceBack(int index) {
        int i = index;
        while (i > 0 && Character.isWhitespace(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }
}
