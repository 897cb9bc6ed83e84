package io.github.luffyrl.rewards.internal.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds numbers and arithmetic in plain text, such as {@code 1,000.5} and {@code (1/2) * 3}. */
final class Numbers {

    private static final String ARITHMETIC = "0123456789.,+-*/^()! ";
    private static final boolean[] IS_ARITHMETIC = new boolean[128];
    private static final int LONGEST = 1_000;

    static {
        ARITHMETIC.chars().forEach(c -> IS_ARITHMETIC[c] = true);
    }

    /** What behind a number makes it a factor of something else: 2x, 2\u03c0, 2\u00b2. */
    private static final String FACTORS = "xyznie\u03c0\u03b8\u221a\u00b2\u00b3";

    private final String text;
    private final List<Span> numbers = new ArrayList<>();

    private Numbers(String text) {
        this.text = text;
    }

    static List<Span> in(String text) {
        Numbers scan = new Numbers(text);
        scan.run();
        return scan.numbers;
    }

    private void run() {
        int i = 0;
        while (i < text.length()) {
            if (!isArithmetic(i)) {
                i++;
                continue;
            }
            int start = i;
            boolean digits = false;
            while (i < text.length() && isArithmetic(i)) {
                digits |= isDigit(i);
                i++;
            }
            if (digits) {
                add(start, i);
            }
        }
    }

    /** A point or comma belongs to a number only between digits. */
    private boolean isArithmetic(int index) {
        char c = text.charAt(index);
        if (c == '.' || c == ',') {
            return isDigit(index + 1) && (c == '.' || isDigit(index - 1));
        }
        return c == '\u2212' || (c < 128 && IS_ARITHMETIC[c]);
    }

    private boolean isDigit(int index) {
        return index >= 0
                && index < text.length()
                && text.charAt(index) >= '0'
                && text.charAt(index) <= '9';
    }

    private void add(int segmentStart, int segmentEnd) {
        int end = segmentEnd;
        while (end > segmentStart && !isDigit(end - 1) && ")!".indexOf(text.charAt(end - 1)) < 0) {
            end--;
        }
        int start = Math.max(segmentStart, end - LONGEST);
        boolean glued = start > 0 && isLetter(text.charAt(start - 1));
        if (glued) {
            boolean term = text.charAt(start) != ' ';
            while (start < end && text.charAt(start) != ' ') {
                start++; // the 2 of "A2" is no number
            }
            if (term && goesOn(start, end)) {
                return; // nor is the 1 of "x^2 - 1"
            }
        }
        if (isFactor(end)) {
            return;
        }
        while (start < end && !startsValue(start)) {
            start++;
        }
        if (start >= end) {
            return;
        }
        String content = text.substring(start, end);
        int balanced = unbalanced(content);
        content = content.substring(balanced).strip();
        if (content.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return;
        }
        numbers.add(new Span(start + balanced, end, lastOfRow(content)));
    }

    /** Whether what comes next is an operator that stands alone. */
    private boolean goesOn(int from, int end) {
        int i = from;
        while (i < end && text.charAt(i) == ' ') {
            i++;
        }
        return i + 1 < end
                && "+-\u2212*/".indexOf(text.charAt(i)) >= 0
                && text.charAt(i + 1) == ' ';
    }

    private boolean isFactor(int end) {
        if (text.startsWith("pi", end)) {
            return true;
        }
        boolean letter = end < text.length() && FACTORS.indexOf(text.charAt(end)) >= 0;
        return letter && (end + 1 == text.length() || !Character.isLetter(text.charAt(end + 1)));
    }

    /** Ideographs stand beside a number without a space. */
    private static boolean isLetter(char c) {
        return Character.isLetter(c) && !Character.isIdeographic(c);
    }

    private boolean startsValue(int index) {
        char c = text.charAt(index);
        boolean sign = "+-\u2212.".indexOf(c) >= 0;
        return isDigit(index)
                || c == '('
                || (sign && (isDigit(index + 1) || text.startsWith("(", index + 1)));
    }

    /** Where the part that has balanced parentheses starts, seen from the end. */
    private static int unbalanced(String content) {
        int depth = 0;
        for (int i = content.length() - 1; i >= 0; i--) {
            char c = content.charAt(i);
            depth += c == ')' ? 1 : c == '(' ? -1 : 0;
            if (depth < 0) {
                return i + 1;
            }
        }
        int start = 0;
        while (depth > 0 && start < content.length()) {
            depth -= content.charAt(start) == ')' ? 1 : 0; // a stray ")" as in "1) 5"
            start++;
        }
        return start;
    }

    /** "3 1/2" */
    private static final Pattern MIXED = Pattern.compile("[-+\u2212]?\\d{1,9} \\d{1,9}/\\d{1,9}");

    /** "3 4" is two numbers, of which the last counts; "1 000" is one. */
    private static String lastOfRow(String content) {
        int from = 0;
        for (int i = content.indexOf(' '); i >= 0; i = content.indexOf(' ', i + 1)) {
            int next = i;
            while (next < content.length() && content.charAt(next) == ' ') {
                next++;
            }
            boolean betweenNumbers =
                    i > 0
                            && next < content.length()
                            && ")!0123456789".indexOf(content.charAt(i - 1)) >= 0
                            && "(0123456789".indexOf(content.charAt(next)) >= 0;
            boolean mixed = MIXED.matcher(content).region(from, content.length()).matches();
            if (betweenNumbers && !mixed && !isThousands(content, from, next)) {
                from = next;
            }
            i = next - 1;
        }
        return content.substring(from);
    }

    private static boolean isThousands(String content, int from, int group) {
        int end = group;
        while (end < content.length() && Character.isDigit(content.charAt(end))) {
            end++;
        }
        int digits = 0;
        int before = group - 2;
        while (before >= from && Character.isDigit(content.charAt(before))) {
            before--;
            digits++;
        }
        boolean further = before > from && digits == 3 && content.charAt(before) == ' ';
        return end - group == 3
                && digits >= 1
                && digits <= 3
                && (further || content.charAt(before + 1) != '0');
    }
}
