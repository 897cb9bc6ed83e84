package io.github.luffyrl.djl.internal.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a value is laid out by Python's {@code %} or {@code format()}: alignment, sign, width and
 * type. Forms that are rare in prompts are refused.
 *
 * @param written the form, for messages
 * @param fill the character that fills the width
 * @param align {@code < > ^}, {@code =} behind the sign, or a blank for that of the type
 * @param sign {@code - +} or a blank, or nothing
 * @param width the least number of characters, 0 for none
 * @param grouped whether commas separate thousands
 * @param precision -1 for none
 * @param type such as {@code d}; a blank when it is not given
 */
record FormatSpec(
        String written,
        String fill,
        char align,
        String sign,
        int width,
        boolean grouped,
        int precision,
        char type) {

    private static final Pattern BRACES =
            Pattern.compile(
                    "(?:([^{}])?([<>^=]))?([-+ ])?(0)?(\\d{1,6})?(,)?(?:\\.(\\d{1,2}))?([sdfFxXob%])?",
                    Pattern.DOTALL);
    private static final Pattern PERCENT =
            Pattern.compile("([-+ 0]*)(\\d{1,6})?(?:\\.(\\d{1,2}))?([sridfFxXo])");

    /** Reads what stands behind the colon of {@code {:>8.2f}}. */
    static FormatSpec ofBraces(String written) {
        Matcher form = BRACES.matcher(written);
        if (!form.matches()) {
            throw unsupported(written);
        }
        boolean zero = form.group(4) != null;
        String fill = form.group(1) == null ? (zero ? "0" : " ") : form.group(1);
        char align = form.group(2) == null ? (zero ? '=' : ' ') : form.group(2).charAt(0);
        return new FormatSpec(
                written,
                fill,
                align,
                form.group(3) == null ? "" : form.group(3),
                number(form.group(5), 0),
                form.group(6) != null,
                number(form.group(7), -1),
                form.group(8) == null ? ' ' : form.group(8).charAt(0));
    }

    /** Reads what stands behind the sign of {@code %-8.2f}, its type included. */
    static FormatSpec ofPercent(String written) {
        Matcher form = PERCENT.matcher(written);
        if (!form.matches()) {
            throw unsupported("%" + written);
        }
        String flags = form.group(1);
        char type = form.group(4).equals("i") ? 'd' : form.group(4).charAt(0);
        boolean left = flags.indexOf('-') >= 0;
        boolean zero = flags.indexOf('0') >= 0 && !left && "sr".indexOf(type) < 0;
        boolean number = "sr".indexOf(type) < 0;
        String sign = flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
        return new FormatSpec(
                "%" + written,
                zero ? "0" : " ",
                left ? '<' : zero ? '=' : '>',
                number ? sign : "",
                number(form.group(2), 0),
                false,
                number(form.group(3), -1),
                type);
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /** A text: cut to the precision, filled to the width. */
    String text(Run run, String text) {
        if (grouped || !sign.isEmpty() || align == '=' || " sr".indexOf(type) < 0) {
            throw unsupported(written);
        }
        int length = Texts.length(text);
        boolean cut = precision >= 0 && precision < length;
        String kept = cut ? text.substring(0, text.offsetByCodePoints(0, precision)) : text;
        return filled(run, "", kept, '<');
    }

    /** An integer or a float. */
    String number(Run run, Object value) {
        if (type == 's') {
            throw unsupported(written);
        }
        if (value instanceof Double number && (Double.isNaN(number) || Double.isInfinite(number))) {
            throw unsupported(written);
        }
        boolean fraction = "fF%".indexOf(type) >= 0;
        boolean plain = type == ' ' && value instanceof Double;
        if (plain && (precision >= 0 || grouped)) {
            throw unsupported(written);
        }
        String digits =
                fraction
                        ? fixed(Numbers.toDouble(value))
                        : plain ? Repr.floating((Double) value) : integer(run, value);
        boolean negative = digits.startsWith("-");
        String signed = negative ? "-" : sign.equals("-") ? "" : sign;
        String rest = negative ? digits.substring(1) : digits;
        return filled(run, signed, grouped ? grouped(rest) : rest, '>');
    }

    private String integer(Run run, Object value) {
        if (precision >= 0) {
            throw unsupported(written);
        }
        BigInteger integer = Numbers.integer(value, "the format " + type);
        int radix = type == 'o' ? 8 : type == 'b' ? 2 : type == 'x' || type == 'X' ? 16 : 10;
        if (radix == 10) {
            return Repr.integer(run, integer);
        }
        if (grouped) {
            throw unsupported(written);
        }
        String digits = integer.toString(radix);
        return type == 'X' ? Texts.upper(digits) : digits;
    }

    private String fixed(double value) {
        double scaled = type == '%' ? value * 100 : value;
        String digits =
                new BigDecimal(Math.abs(scaled))
                        .setScale(precision < 0 ? 6 : precision, RoundingMode.HALF_EVEN)
                        .toPlainString();
        String sign = scaled < 0 || 1 / scaled < 0 ? "-" : "";
        return sign + digits + (type == '%' ? "%" : "");
    }

    private String grouped(String digits) {
        if (align == '=') { // Python groups the filling zeros, too
            throw unsupported(written);
        }
        int end = 0;
        while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        StringBuilder out = new StringBuilder(digits);
        for (int i = end - 3; i > 0; i -= 3) {
            out.insert(i, ',');
        }
        return out.toString();
    }

    private String filled(Run run, String sign, String text, char usual) {
        int padding = Math.max(0, width - Texts.length(text) - sign.length());
        run.makeText((long) padding + text.length());
        return switch (align == ' ' ? usual : align) {
            case '<' -> sign + text + fill.repeat(padding);
            case '^' -> fill.repeat(padding / 2) + sign + text + fill.repeat(padding - padding / 2);
            case '=' -> sign + fill.repeat(padding) + text;
            default -> fill.repeat(padding) + sign + text;
        };
    }

    static JinjaException unsupported(String form) {
        return new JinjaException("the format " + Texts.preview(form) + " is not supported");
    }
}
