package io.github.luffyrl.djl.internal.jinja;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The tests by name: {@code value is name}. */
final class Tests {

    private static final Map<String, Test> ALL = all();
    private static final BigInteger CACHED = BigInteger.valueOf(256);

    private Tests() {}

    /** A test. */
    @FunctionalInterface
    interface Test {

        boolean test(Run run, Object value, Arguments arguments);
    }

    static Test named(String name) {
        Test test = ALL.get(name);
        if (test == null) {
            throw new JinjaException("the test " + Texts.preview(name) + " is not supported");
        }
        return test;
    }

    private static Map<String, Test> all() {
        Map<String, Test> all = new HashMap<>();
        simple(all, "defined", value -> !(value instanceof Undefined));
        simple(all, "undefined", value -> value instanceof Undefined);
        simple(all, "none", value -> value == None.NONE);
        simple(all, "boolean", value -> value instanceof Boolean);
        simple(all, "true", Boolean.TRUE::equals);
        simple(all, "false", Boolean.FALSE::equals);
        simple(all, "integer", value -> value instanceof BigInteger);
        simple(all, "float", value -> value instanceof Double);
        simple(all, "number", Numbers::isNumber);
        simple(all, "string", value -> value instanceof String || value instanceof Markup);
        simple(all, "mapping", value -> value instanceof Map);
        simple(all, "iterable", Values::isIterable);
        simple(all, "sequence", Tests::isSequence);
        simple(all, "callable", Tests::isCallable);
        simple(all, "escaped", value -> value instanceof Markup);
        simple(all, "filter", value -> value instanceof String name && Filters.exists(name));
        simple(all, "test", value -> value instanceof String name && exists(name));
        all.put("lower", (run, value, args) -> isAll(run, value, args, false));
        all.put("upper", (run, value, args) -> isAll(run, value, args, true));
        all.put("odd", (run, value, args) -> remainder(run, value, args, "odd", 1));
        all.put("even", (run, value, args) -> remainder(run, value, args, "even", 0));
        all.put("divisibleby", Tests::isDivisible);
        all.put("sameas", Tests::isSame);
        all.put("in", (run, value, args) -> Comparisons.contains(run, only("in", args), value));
        comparison(all, "==", "==", "eq", "equalto");
        comparison(all, "!=", "!=", "ne");
        comparison(all, "<", "<", "lt", "lessthan");
        comparison(all, "<=", "<=", "le");
        comparison(all, ">", ">", "gt", "greaterthan");
        comparison(all, ">=", ">=", "ge");
        return Collections.unmodifiableMap(all);
    }

    private static boolean exists(String name) {
        return ALL.containsKey(name);
    }

    private static void simple(Map<String, Test> all, String name, Predicate<Object> test) {
        all.put(
                name,
                (run, value, arguments) -> {
                    arguments.bindNone(name);
                    return test.test(value);
                });
    }

    private static void comparison(Map<String, Test> all, String operator, String... names) {
        for (String name : names) {
            all.put(
                    name,
                    (run, value, arguments) ->
                            Operators.compare(run, operator, value, only(name, arguments)));
        }
    }

    private static Object only(String name, Arguments arguments) {
        return arguments.bind(name, "other").get(0);
    }

    private static boolean isSequence(Object value) {
        return !(value instanceof DictView || value instanceof Loop)
                && Values.lengthOrNull(value) != null;
    }

    private static boolean isCallable(Object value) {
        return value instanceof CallableValue
                || value instanceof Loop
                || value instanceof Undefined;
    }

    private static boolean isAll(Run run, Object value, Arguments arguments, boolean upperCase) {
        arguments.bindNone(upperCase ? "upper" : "lower");
        String text = Repr.str(run, value);
        run.read(8L * text.length());
        return Texts.isAll(text, upperCase);
    }

    private static boolean remainder(
            Run run, Object value, Arguments arguments, String name, int rest) {
        arguments.bindNone(name);
        Object modulo = Operators.binary(run, "%", value, BigInteger.TWO);
        return Comparisons.equal(run, modulo, BigInteger.valueOf(rest));
    }

    private static boolean isDivisible(Run run, Object value, Arguments arguments) {
        Object divisor = arguments.bind("divisibleby", "num").get(0);
        Object rest = Operators.binary(run, "%", value, divisor);
        return Comparisons.equal(run, rest, BigInteger.ZERO);
    }

    /** Python's {@code is}, where it does not depend on how Python stores equal values. */
    private static boolean isSame(Run run, Object value, Arguments arguments) {
        Object other = only("sameas", arguments);
        if (value == other && !(value instanceof String)) {
            return true;
        }
        if (value.getClass() != other.getClass()) {
            return false;
        }
        if (value instanceof Boolean) {
            return value.equals(other);
        }
        if (value instanceof BigInteger a && other instanceof BigInteger b) {
            boolean cached = a.signum() >= 0 && a.compareTo(CACHED) <= 0;
            if (!a.equals(b) || cached) {
                return a.equals(b);
            }
        }
        boolean stored = value instanceof java.util.List || value instanceof Map;
        if (!stored && Comparisons.equal(run, value, other)) {
            throw new JinjaException(
                    "sameas of equal " + Values.typeName(value) + " values is not supported");
        }
        return false;
    }
}
