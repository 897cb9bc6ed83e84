package io.github.luffyrl.rewards.math;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one number as mathematical answers write it: {@code -12}, {@code 0.50}, {@code 1,234},
 * {@code 3/4}, {@code \frac{3}{4}}, {@code \dfrac34}, each perhaps between dollar signs.
 *
 * <p>Whatever is left over makes it no number: {@code 5 cm}, {@code x=5}, {@code 1e3}, {@code 50%}.
 */
public final class RationalParser {

    /** Longest number, in characters. */
    public static final int MAX_LENGTH = 1_000;

    private static final String SIGN = "([-+\u2212]?)\\s*"; // U+2212 is the typographic minus
    private static final Pattern NUMBER =
            Pattern.compile(
                    SIGN
                            + "((?:[1-9][0-9]{0,2}(?:,[0-9]{3})++|[0-9]++)(?:\\.[0-9]*+)?"
                            + "|\\.[0-9]++)");
    private static final String ARGUMENT = "\\s*([0-9]|\\{[^{}]*\\})";
    private static final Pattern FRACTION =
            Pattern.compile(SIGN + "\\\\[dtc]?frac" + ARGUMENT + ARGUMENT);

    private RationalParser() {}

    /**
     * Reads a number.
     *
     * @param text any text, at most {@link #MAX_LENGTH} characters beside surrounding white space
     * @return its value; empty when the text is not one number, too long, or divides by 0
     */
    public static Optional<Rational> parse(String text) {
        String stripped = text.strip();
        if (stripped.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String formula = withoutDollars(stripped);
        Matcher fraction = FRACTION.matcher(formula);
        if (fraction.matches()) {
            return quotient(withoutBraces(fraction.group(2)), withoutBraces(fraction.group(3)))
                    .map(value -> signed(fraction.group(1), value));
        }
        int slash = formula.indexOf('/');
        return slash < 0
                ? number(formula)
                : quotient(formula.substring(0, slash), formula.substring(slash + 1));
    }

    private static Optional<Rational> quotient(String above, String below) {
        Optional<Rational> divisor = number(below).filter(value -> value.numerator().signum() != 0);
        return number(above).flatMap(dividend -> divisor.map(dividend::dividedBy));
    }

    private static Optional<Rational> number(String text) {
        Matcher number = NUMBER.matcher(text.strip());
        if (!number.matches()) {
            return Optional.empty();
        }
        BigDecimal size = new BigDecimal(number.group(2).replace(",", ""));
        return Optional.of(signed(number.group(1), Rational.of(size)));
    }

    private static Rational signed(String sign, Rational value) {
        return sign.isEmpty() || sign.equals("+") ? value : value.negate();
    }

    private static String withoutDollars(String text) {
        for (String dollars : new String[] {"$$", "$"}) {
            int length = dollars.length();
            if (text.length() > 2 * length && text.startsWith(dollars) && text.endsWith(dollars)) {
                return text.substring(length, text.length() - length).strip();
            }
        }
        return text;
    }

    private static String withoutBraces(String argument) {
        return argument.startsWith("{") ? argument.substring(1, argument.length() - 1) : argument;
    }
}
