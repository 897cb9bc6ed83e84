package io.github.luffyrl.rewards.internal.answer;

/** The percent sign that may stand behind a box or formula. */
final class Suffix {

    private static final String[] PERCENT = {
        "\\%", "%", "percent", "pct", "\\text{ percent", "\\text{percent"
    };

    private Suffix() {}

    /** A percent sign, when one stands at a position; else nothing. */
    static String behind(String text, int position) {
        int at = position;
        while (at < text.length() && at < position + 3 && " $\\".indexOf(text.charAt(at)) >= 0) {
            if (text.charAt(at) == '\\') {
                break;
            }
            at++;
        }
        for (String sign : PERCENT) {
            if (text.startsWith(sign, at)) {
                return "\\%";
            }
        }
        return "";
    }
}
