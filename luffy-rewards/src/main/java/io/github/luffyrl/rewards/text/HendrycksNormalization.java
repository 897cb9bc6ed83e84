package io.github.luffyrl.rewards.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The normalisation of answers of the MATH data set (Hendrycks et al. 2021): spellings of the same
 * LaTeX become one. It knows no mathematics beyond {@code 0.5}, and takes time linear in the text.
 */
final class HendrycksNormalization {

    private static final Pattern SQRT = Pattern.compile("\\\\sqrt(?=[^{\\[])(.)");
    private static final Pattern FRACTION =
            Pattern.compile("\\\\frac(?=[^{])(.)(\\{[^{}]*+\\}|[^{])");
    private static final Pattern HALF_BRACED = Pattern.compile("\\\\frac(\\{[^{}]*+\\})([^{\\s])");
    private static final Pattern SLASH = Pattern.compile("(-?[0-9]+)/(-?[0-9]+)");

    private HendrycksNormalization() {}

    static String apply(String answer) {
        String text =
                answer.replace("\n", "")
                        .replace("\\!", "")
                        .replace("\\\\", "\\")
                        .replace("tfrac", "frac")
                        .replace("dfrac", "frac")
                        .replace("\\left", "")
                        .replace("\\right", "")
                        .replace("^{\\circ}", "")
                        .replace("^\\circ", "")
                        .replace("\\$", "");
        text = withoutUnit(text).replace("\\%", "").replace("%", "");
        text = text.replace(" .", " 0.").replace("{.", "{0.");
        text = text.startsWith(".") ? "0" + text : text;
        text = rightHandSide(text);
        text = SQRT.matcher(text).replaceAll("\\\\sqrt{$1}").replace(" ", "");
        text = fractions(text);
        text = text.equals("0.5") ? "\\frac{1}{2}" : text;
        Matcher slash = SLASH.matcher(text);
        return slash.matches() ? "\\frac{" + slash.group(1) + "}{" + slash.group(2) + "}" : text;
    }

    // A text that begins with a space is taken for a unit.
    private static String withoutUnit(String text) {
        int unit = text.indexOf("\\text{ ");
        return unit > 0 && text.indexOf("\\text{ ", unit + 1) < 0 ? text.substring(0, unit) : text;
    }

    /** {@code k = 5} is 5, where the name has two characters at most. */
    private static String rightHandSide(String text) {
        int equals = text.indexOf('=');
        return equals >= 0 && equals == text.lastIndexOf('=') && equals <= 2
                ? text.substring(equals + 1)
                : text;
    }

    private static String fractions(String text) {
        String braced =
                FRACTION.matcher(text)
                        .replaceAll(
                                match ->
                                        Matcher.quoteReplacement(
                                                "\\frac{"
                                                        + match.group(1)
                                                        + "}"
                                                        + braced(match.group(2))));
        return HALF_BRACED.matcher(braced).replaceAll("\\\\frac$1{$2}");
    }

    private static String braced(String group) {
        return group.startsWith("{") ? group : "{" + group + "}";
    }
}
