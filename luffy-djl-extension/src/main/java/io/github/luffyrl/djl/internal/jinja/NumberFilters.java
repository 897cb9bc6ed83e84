package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Arguments.Bound;
import io.github.luffyrl.djl.internal.jinja.Filters.Filter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jinja's filters on numbers. */
final class NumberFilters {

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]++(_[0-9]++)*+");
    private static final Pattern FLOAT =
            Pattern.compile(
                    "[+-]?((([0-9]++(_[0-9]++)*+)(\\.([0-9]++(_[0-9]++)*+)?)?"
                            + "|\\.[0-9]++(_[0-9]++)*+)(e[+-]?[0-9]++(_[0-9]++)*+)?)");
    private static final Pattern NAMED = Pattern.compile("[+-]?(inf|infinity|nan)");

    private NumberFilters() {}

    static void register(Map<String, Filter> filters) {
        filters.put("int", NumberFilters::toInteger);
        filters.put("float", NumberFilters::toFloat);
        filters.put("abs", NumberFilters::abs);
        filters.put("round", NumberFilters::round);
    }

    private static Object toInteger(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("int", "default", "base");
        if (bound.count(1, 10) != 10) {
            throw new JinjaException("int with another base than 10 is not supported");
        }
        Object otherwise = bound.get(0, BigInteger.ZERO);
        Object number = plain(value);
        if (number instanceof String text) {
            String digits = ascii(run, text);
            if (INTEGER.matcher(digits).matches()) {
                if (digits.length() > Numbers.MAX_DIGITS) {
                    throw new JinjaException("int of more than 4300 digits");
                }
                return new BigInteger(digits.replace("_", ""));
            }
            Double parsed = parse(run, text);
            return parsed != null && Double.isFinite(parsed)
                    ? new BigDecimal(parsed).toBigInteger()
                    : otherwise;
        }
        if (number instanceof Double real) {
            if (real.isInfinite()) {
                throw new JinjaException("int of infinity");
            }
            return real.isNaN() ? otherwise : new BigDecimal(real).toBigInteger();
        }
        return Numbers.isInteger(number) ? Numbers.integer(number, "int") : otherwise;
    }

    private static Object toFloat(Run run, Object value, Arguments arguments) {
        Object otherwise = arguments.bind("float", "default").get(0, 0.0);
        Object number = plain(value);
        if (number instanceof String text) {
            Double parsed = parse(run, text);
            return parsed == null ? otherwise : parsed;
        }
        return Numbers.isNumber(number) ? Numbers.toDouble(number) : otherwise;
    }

    private static Object plain(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return value instanceof Markup markup ? markup.text() : value;
    }

    /** Python reads digits of other scripts too; here they are refused. */
    private static String ascii(Run run, String text) {
        run.read(4L * text.length());
        String stripped = Texts.strip(text, Texts::isSpace, true, true);
        if (stripped.codePoints().anyMatch(c -> c > 127 && Character.isDigit(c))) {
            throw new JinjaException("a number in digits beyond ASCII is not supported");
        }
        return stripped;
    }

    /** Python's float(); null where it fails. */
    private static @Nullable Double parse(Run run, String text) {
        String number = ascii(run, text).toLowerCase(Locale.ROOT);
        if (NAMED.matcher(number).matches()) {
            double sign = number.startsWith("-") ? -1 : 1;
            return number.endsWith("nan") ? Double.NaN : sign * Double.POSITIVE_INFINITY;
        }
        return FLOAT.matcher(number).matches()
                ? (Double) Double.parseDouble(number.replace("_", ""))
                : null;
    }

    private static Object abs(Run run, Object value, Arguments arguments) {
        arguments.bindNone("abs");
        return value instanceof Double number
                ? (Object) Math.abs(number)
                : Numbers.integer(value, "abs").abs();
    }

    private static Object round(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("round", "precision", "method");
        int precision = bound.count(0, 0);
        String method = bound.text(1, "common");
        if (!Numbers.isNumber(value)) {
            throw new JinjaException("round of a " + Values.typeName(value));
        }
        if (method.equals("common")) {
            return Numbers.round(value, precision);
        }
        if (!method.equals("ceil") && !method.equals("floor")) {
            throw new JinjaException("round: the method must be common, ceil or floor");
        }
        if (precision < 0 || precision > 15) {
            throw new JinjaException("round with method and precision " + precision);
        }
        BigInteger scale = BigInteger.TEN.pow(precision);
        Object scaled = Operators.binary(run, "*", value, scale);
        if (scaled instanceof Double number) {
            double whole = method.equals("ceil") ? Math.ceil(number) : Math.floor(number);
            scaled = toInteger(run, whole, Arguments.NONE);
        }
        return Numbers.divide(scaled, scale);
    }
}
