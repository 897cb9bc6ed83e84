package io.github.luffyrl.rewards.internal.answer;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Removes what only emphasizes: the stars, underscores and back quotes of Markdown, the tags of
 * HTML, and the tokens that some models put around an answer in place of a box.
 */
final class Markup {

    private static final String BEGIN_OF_BOX = "<|begin_of_box|>";
    private static final String END_OF_BOX = "<|end_of_box|>";

    private static final Pattern TAGS = Pattern.compile("</?(?:b|i|u|em|strong|mark)>");

    private static final int LONGEST_EMPHASIS = 200;

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
        return halfWidth(emphasis ? withoutEmphasis(boxed) : boxed);
    }

    /** One star, or one or two underscores, around words: behind a word or a mark, before one. */
    private static String withoutEmphasis(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '*' || c == '_') && mayOpen(text, i)) {
                int length = c == '_' && text.startsWith("_", i + 1) ? 2 : 1;
                int end = closing(text, i + length, text.substring(i, i + length));
                if (end > 0) {
                    kept.append(text, from, i).append(text, i + length, end);
                    from = end + length;
                    i = from - 1;
                }
            }
        }
        return from == 0 ? text : kept.append(text, from, text.length()).toString();
    }

    private static boolean mayOpen(String text, int index) {
        int before = index;
        while (before > 0 && index - before < 2 && " \t>-".indexOf(text.charAt(before - 1)) >= 0) {
            before--;
        }
        if (before == 0 || "\n:(\"".indexOf(text.charAt(before - 1)) >= 0) {
            return true;
        }
        boolean word =
                before > 1
                        && Character.isLetter(text.charAt(before - 1))
                        && Character.isLetter(text.charAt(before - 2));
        return word && before < index && text.charAt(before) == ' ';
    }

    /** Where the mark stands that closes an emphasis; -1 if there is none. */
    private static int closing(String text, int start, String mark) {
        int end = start;
        int limit = Math.min(text.length(), start + LONGEST_EMPHASIS);
        while (end < limit && "*_\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        int behind = end + mark.length();
        boolean closes =
                end > start
                        && text.startsWith(mark, end)
                        && !Character.isWhitespace(text.charAt(start))
                        && !Character.isWhitespace(text.charAt(end - 1))
                        && (behind >= text.length()
                                || Character.isWhitespace(text.charAt(behind))
                                || ".,:;!?)\"".indexOf(text.charAt(behind)) >= 0);
        return closes ? end : -1;
    }

    /** Digits of East Asian width are digits. */
    private static String halfWidth(String text) {
        @Nullable StringBuilder digits = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '\uff10' && c <= '\uff19') {
                digits = digits == null ? new StringBuilder(text) : digits;
                digits.setCharAt(i, (char) (c - '\uff10' + '0'));
            }
        }
        return digits == null ? text : digits.toString();
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
