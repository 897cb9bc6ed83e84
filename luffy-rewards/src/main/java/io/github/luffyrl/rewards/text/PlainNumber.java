package io.github.luffyrl.rewards.text;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as models write them: {@code -1,234.5}, {@code $3 \times 10^{8}$}, {@code 2/3}. */
final class PlainNumber {

    private static final int LONGEST = 100;

    private static final String DECIMAL =
            "[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)?(?:\\.[0-9]*+)?(?:[eE][-+]?[0-9]{1,4})?";
    private static final Pattern POWER =
            Pattern.compile(
                    "(" + DECIMAL + ")(?:\\\\times|\\\\cdot|\\*|×)10\\^\\{?([-+]?[0-9]{1,4})\\}?");
    private static final Pattern FRACTION =
            Pattern.compile("([-+]?)\\\\[dt]?frac\\{(" + DECIMAL + ")\\}\\{(" + DECIMAL + ")\\}");
    private static final Pattern SLASH = Pattern.compile("(" + DECIMAL + ")/(" + DECIMAL + ")");

    private PlainNumber() {}

    static OptionalDouble parse(String text) {
        if (text.length() > LONGEST) {
            return OptionalDouble.empty();
        }
        String number =
                text.replaceAll("\\\\[,!; $]|[\\s$]|\\{,\\}", "")
                        .replace("\u2212", "-")
                        .replaceAll("\\.$", "");
        Matcher matcher = POWER.matcher(number);
        if (matcher.matches()) {
            return finite(decimal(matcher.group(1)) * Math.pow(10, exponent(matcher.group(2))));
        }
        matcher = FRACTION.matcher(number);
        if (matcher.matches()) {
            double sign = matcher.group(1).equals("-") ? -1 : 1;
            return finite(sign * decimal(matcher.group(2)) / decimal(matcher.group(3)));
        }
        matcher = SLASH.matcher(number);
        if (matcher.matches()) {
            return finite(decimal(matcher.group(1)) / decimal(matcher.group(2)));
        }
        return finite(decimal(number));
    }

    private static int exponent(String text) {
        return Integer.parseInt(text);
    }

    /** NaN for what is no number. */
    private static double decimal(String text) {
        boolean number = text.matches(DECIMAL) && text.chars().anyMatch(c -> c >= '0' && c <= '9');
        return number ? Double.parseDouble(text.replace(",", "")) : Double.NaN;
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
