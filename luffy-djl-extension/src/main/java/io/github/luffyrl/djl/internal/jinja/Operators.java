package io.github.luffyrl.djl.internal.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic operators. */
final class Operators {

    private Operators() {}

    static Object binary(Run run, String operator, Object a, Object b) {
        requireDefined(a);
        requireDefined(b);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return numbers(run, operator, a, b);
        }
        if (operator.equals("+")) {
            return concatenate(run, a, b);
        }
        if (operator.equals("*") && (Numbers.isInteger(a) || Numbers.isInteger(b))) {
            return Numbers.isInteger(a) ? repeat(run, b, a) : repeat(run, a, b);
        }
        if (operator.equals("%") && a instanceof String format) {
            Object values = b instanceof Tuple ? b : Tuple.of(b);
            return Formats.percent(run, format, ((Tuple) values).items());
        }
        throw mismatch(operator, a, b);
    }

    private static Object numbers(Run run, String operator, Object a, Object b) {
        boolean integers = Numbers.isInteger(a) && Numbers.isInteger(b);
        if (integers) {
            long words = words(a) * words(b);
            run.step(operator.equals("**") ? 4096 : words / 8);
        }
        return switch (operator) {
            case "/" -> Numbers.divide(a, b);
            case "//" -> Numbers.floorDivide(a, b);
            case "%" -> Numbers.modulo(a, b);
            case "**" -> Numbers.power(a, b);
            default ->
                    integers
                            ? Numbers.bounded(
                                    integers(
                                            operator,
                                            Numbers.integer(a, operator),
                                            Numbers.integer(b, operator)))
                            : doubles(operator, Numbers.toDouble(a), Numbers.toDouble(b));
        };
    }

    private static long words(Object value) {
        return Numbers.integer(value, "").bitLength() / 32 + 1L;
    }

    private static BigInteger integers(String operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            default -> a.multiply(b);
        };
    }

    private static double doubles(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            default -> a * b;
        };
    }

    private static Object concatenate(Run run, Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            run.makeText((long) x.length() + y.length());
            return x + y;
        }
        boolean lists = a instanceof List && b instanceof List;
        if (lists || (a instanceof Tuple && b instanceof Tuple)) {
            List<Object> joined = new ArrayList<>(Values.list(run, a));
            joined.addAll(Values.list(run, b));
            run.makeList(joined.size());
            return lists ? joined : new Tuple(joined);
        }
        throw mismatch("+", a, b);
    }

    private static Object repeat(Run run, Object value, Object times) {
        int count = Math.max(0, Numbers.count(times, "*"));
        if (value instanceof String text) {
            run.makeText((long) text.length() * count);
            return text.isEmpty() ? text : text.repeat(count);
        }
        if (value instanceof List || value instanceof Tuple) {
            List<Object> items = Values.list(run, value);
            run.makeList((long) items.size() * count);
            List<Object> repeated = new ArrayList<>();
            for (int i = 0; i < count && !items.isEmpty(); i++) {
                repeated.addAll(items);
            }
            return value instanceof List ? repeated : new Tuple(repeated);
        }
        throw mismatch("*", value, times);
    }

    static Object negate(Object value) {
        requireDefined(value);
        if (value instanceof Double number) {
            return -number;
        }
        return Numbers.integer(value, "-").negate();
    }

    static Object plus(Object value) {
        requireDefined(value);
        return value instanceof Double ? value : Numbers.integer(value, "+");
    }

    /** Python's {@code == != < <= > >= in} and {@code not in}. */
    static boolean compare(Run run, String operator, Object a, Object b) {
        return switch (operator) {
            case "==" -> Comparisons.equal(run, a, b);
            case "!=" -> !Comparisons.equal(run, a, b);
            case "in" -> Comparisons.contains(run, b, a);
            case "not in" -> !Comparisons.contains(run, b, a);
            default -> order(run, operator, a, b);
        };
    }

    private static boolean order(Run run, String operator, Object a, Object b) {
        int order = Comparisons.compare(run, a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static void requireDefined(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
    }

    private static JinjaException mismatch(String operator, Object a, Object b) {
        return new JinjaException(
                operator + " of a " + Values.typeName(a) + " and a " + Values.typeName(b));
    }
}
