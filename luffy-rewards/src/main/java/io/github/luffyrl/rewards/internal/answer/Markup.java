package io.github.luffyrl.rewards.internal.answer;

import java.util.regex.Pattern;

/**
 * Removes what only emphasizes: the stars, underscores and back quotes of Markdown,
 * the tags of HTML, and the tokens that some
 * models put around an answer in place of a box.
 */
final class Markup {

    private static final String BEGIN_OF_BOX = "<|begin_of_box|>";
    private static final String END_OF_BOX = "<|end_of_box|>";

    private static final Pattern TAGS = Pattern.compile("</?(?:b|i|u|em|strong|mark)>");

    /** One star or underscores around words, at the start of a line or behind a word. */
    private static final Pattern EMPHASIS =
            Pattern.compile(
                    "(?m)(?<=^|^[ \\t>-]{1,4}|\\p{L}\\p{L} |[:(\"] ?)(\\*|__?)(?=[^\\s*_])([^*_\\n]{0,200}[^\\s*_])\\1"
                            + "(?=$|[\\s.,:;!?)\"])");

    private Markup() {}

    static String removed(String text) {
        String boxed = text;
        if (text.contains(BEGIN_OF_BOX)) {
            boxed = text.replace(BEGIN_OF_BOX, "\\boxed{").replace(END_OF_BOX, "}");
        }
        if (boxed.indexOf('`') >= 0) {
            boxed = boxed.replace("`", "");
        }
        if (boxed.contains("</")) {
            boxed = TAGS.matcher(boxed).replaceAll("");
        }
        if (boxed.contains("**")) {
            boxed = withoutStars(boxed);
        }
        boolean emphasis = boxed.indexOf('*') >= 0 || boxed.indexOf('_') >= 0;
        return halfWidth(emphasis ? EMPHASIS.matcher(boxed).replaceAll("$2") : boxed);
    }

    /** Digits of East Asian width are digits. */
    private static String halfWidth(String text) {
        if (text.chars().noneMatch(Markup::isFullWidthDigit)) {
            return text;
        }
        StringBuilder digits = new StringBuilder(text);
        for (int i = 0; i < digits.length(); i++) {
            if (isFullWidthDigit(digits.charAt(i))) {
                digits.setCharAt(i, (char) (digits.charAt(i) - '\uff10' + '0'));
            }
        }
        return digits.toString();
    }

    private static boolean isFullWidthDigit(int c) {
        return c >= '\uff10' && c <= '\uff19';
    }

    /** Two stars are a power where something stands on both sides, as in {@code a**2}. */
    private static String withoutStars(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && text.charAt(end) == '*') {
                end++;
            }
            if (end - i >= 2 && !isPower(text, i, end)) {
                boolean cry = end < text.length() && text.charAt(end) == '!';
                i = cry ? end + 1 : end; // no factorial: that is within the stars
                continue;
            }
            end = Math.max(end, i + 1);
            kept.append(text, i, end);
            i = end;
        }
        return kept.toString();
    }

    private static boolean isPower(String text, int start, int end) {
        if (start == 0 || end == text.length()) {
            return false;
        }
        char left = text.charAt(start - 1);
        char right = text.charAt(end);
        boolean apart = left == ' ' && right == ' ';
        return apart || (isOperand(left, ")]}") && isOperand(right, "([{\\-"));
    }

    private static boolean isOperand(char c, String brackets) {
        return (Character.isLetterOrDigit(c) && !Character.isIdeographic(c))
                || brackets.indexOf(c) >= 0;
    }
}
