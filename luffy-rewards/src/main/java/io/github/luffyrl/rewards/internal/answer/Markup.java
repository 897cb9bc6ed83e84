package io.github.luffyrl.rewards.internal.answer;

/**
 * Removes what only emphasizes: the stars and back quotes of Markdown, and the tokens that some
 * models put around an answer in place of a box.
 */
final class Markup {

    private static final String BEGIN_OF_BOX = "<|begin_of_box|>";
    private static final String END_OF_BOX = "<|end_of_box|>";

    private Markup() {}

    static String removed(String text) {
        String boxed = text;
        if (text.contains(BEGIN_OF_BOX)) {
            boxed = text.replace(BEGIN_OF_BOX, "\\boxed{").replace(END_OF_BOX, "}");
        }
        if (boxed.indexOf('`') >= 0) {
            boxed = boxed.replace("`", "");
        }
        return boxed.contains("**") ? withoutStars(boxed) : boxed;
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
                i = end;
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
