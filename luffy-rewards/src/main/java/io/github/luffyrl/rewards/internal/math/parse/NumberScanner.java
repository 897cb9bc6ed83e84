package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Rational;
import java.math.BigInteger;

/**
 * Reads a literal number: digits with thousands separators ({@code 1,234}, {@code 1{,}234}, {@code
 * 1\,234}, {@code 1 234}), decimals, repeating decimals ({@code 0.\overline{3}}) and exponents
 * ({@code 1.5E3}).
 */
final class NumberScanner {

    private static final int MAX_DIGITS = 12_000;
    private static final int MAX_EXPONENT = 10_000;
    private static final int GROUP = 3;
    private static final String[] SEPARATORS = {
        ",\\!", "{,}", "{,\\!}", "\\,", "\\;", "\\ ", "\\:", "~", "'", "\u2009", "\u202f", "\u00a0",
        " "
    };

    private final String text;
    private final Budget budget;
    private int end;

    NumberScanner(String text, Budget budget) {
        this.text = text;
        this.budget = budget;
    }

    /** Where the number that was read last ends. */
    int end() {
        return end;
    }

    /**
     * Reads the number that starts with a digit or point at a position.
     *
     * @param start where
     * @param commaInside whether a bare comma may stand inside a number, between thousands
     * @param decimalComma whether it may stand for the decimal point
     */
    Num scan(int start, boolean commaInside, boolean decimalComma) {
        StringBuilder digits = new StringBuilder();
        end = digits(start, digits);
        int whole = digits.length();
        if (whole > 0 && whole <= GROUP && digits.charAt(0) != '0') {
            thousands(digits, commaInside);
        }
        whole = digits.length();
        if (isPoint(end, decimalComma && whole == end - start)) {
            end = digits(end + 1, digits);
        }
        int decimals = digits.length() - whole;
        budget.spendBits(digits.length() * 10L / 3);
        if (digits.length() > MAX_DIGITS) {
            throw new UnreadableException("a number of " + digits.length() + " digits");
        }
        BigInteger unscaled =
                digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits.toString());
        Rational value = Rational.of(unscaled);
        if (decimals > 0) {
            value = new Rational(unscaled, BigInteger.TEN.pow(decimals));
        }
        Rational repeating = repeating(decimals);
        if (repeating.signum() != 0) {
            return new Num(value.plus(repeating, budget), false);
        }
        int exponent = exponent();
        if (exponent != 0) {
            value = value.times(Rational.of(10, 1).power(exponent, budget), budget);
        }
        return new Num(value, !value.isInteger() && decimals > 0);
    }

    private int digits(int from, StringBuilder into) {
        int i = from;
        while (i < text.length() && isDigit(text.charAt(i))) {
            into.append(text.charAt(i));
            i++;
        }
        return i;
    }

    private void thousands(StringBuilder digits, boolean commaInside) {
        int mark = digits.length();
        String used = "";
        int at = end;
        while (true) {
            int next = used.isEmpty() ? separatorEnd(at, commaInside) : sameSeparatorEnd(at, used);
            if (next < 0 || !isGroup(next)) {
                break;
            }
            used = text.substring(at, next);
            digits.append(text, next, next + GROUP);
            at = next + GROUP;
        }
        boolean listOfNumbers =
                used.equals(",")
                        && at + 1 < text.length()
                        && text.charAt(at) == ','
                        && isDigit(text.charAt(at + 1));
        if (listOfNumbers) {
            digits.setLength(mark);
        } else {
            end = at;
        }
    }

    private int separatorEnd(int at, boolean commaInside) {
        int from = at;
        // "14 {, }916" and "32,\! 349": white space around a braced or tightened comma
        int braced = skipSpaces(at);
        if (text.startsWith("{,", braced)) {
            int close = skipSpaces(braced + 2);
            if (text.startsWith("\\!", close)) {
                close = skipSpaces(close + 2);
            }
            if (text.startsWith("}", close)) {
                return skipSpaces(close + 1);
            }
        }
        if (text.startsWith(",\\!", from)) {
            return skipSpaces(from + 3);
        }
        if (commaInside && text.startsWith(",", from)) {
            return from + 1;
        }
        for (String separator : SEPARATORS) {
            if (text.startsWith(separator, from)) {
                return from + separator.length();
            }
        }
        return -1;
    }

    private int sameSeparatorEnd(int at, String separator) {
        return text.startsWith(separator, at) ? at + separator.length() : -1;
    }

    private int skipSpaces(int from) {
        int i = from;
        while (i < text.length() && i < from + GROUP && text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    private boolean isGroup(int from) {
        if (from + GROUP > text.length()) {
            return false;
        }
        for (int i = from; i < from + GROUP; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return from + GROUP == text.length() || !isDigit(text.charAt(from + GROUP));
    }

    private boolean isPoint(int at, boolean decimalComma) {
        if (at >= text.length()) {
            return false;
        }
        boolean digitFollows = at + 1 < text.length() && isDigit(text.charAt(at + 1));
        if (text.charAt(at) == '.') {
            return digitFollows || (!text.startsWith(".\\dots", at) && !text.startsWith("..", at));
        }
        return decimalComma && digitFollows && text.charAt(at) == ',';
    }

    private Rational repeating(int decimals) {
        for (String mark : new String[] {"\\overline{", "\\overline ", "\\dot{", "\\bar{"}) {
            if (end > 0 && text.startsWith(mark, end)) {
                boolean decimalPoint = decimals > 0 || text.charAt(end - 1) == '.';
                StringBuilder period = new StringBuilder();
                int close = digits(end + mark.length(), period);
                if (!decimalPoint || period.isEmpty() || !text.startsWith("}", close)) {
                    break;
                }
                end = close + 1;
                BigInteger nines = BigInteger.TEN.pow(period.length()).subtract(BigInteger.ONE);
                return new Rational(
                        new BigInteger(period.toString()),
                        nines.multiply(BigInteger.TEN.pow(decimals)));
            }
        }
        return Rational.ZERO;
    }

    private int exponent() {
        if (end >= text.length() || Character.toLowerCase(text.charAt(end)) != 'e') {
            return 0;
        }
        int at = end + 1;
        boolean negative = text.startsWith("-", at);
        if (negative || text.startsWith("+", at)) {
            at++;
        }
        StringBuilder digits = new StringBuilder();
        int after = digits(at, digits);
        if (digits.isEmpty() || (after < text.length() && Character.isLetter(text.charAt(after)))) {
            return 0;
        }
        if (digits.length() > 5 || Integer.parseInt(digits.toString()) > MAX_EXPONENT) {
            budget.spendBits(Long.MAX_VALUE);
        }
        end = after;
        int size = Integer.parseInt(digits.toString());
        return negative ? -size : size;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
