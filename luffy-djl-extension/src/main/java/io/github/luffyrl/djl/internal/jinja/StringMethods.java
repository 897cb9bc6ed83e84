package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Arguments.Bound;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Python's string methods. */
final class StringMethods {

    static final Map<String, Method> ALL = all();

    private StringMethods() {}

    /** A method of a string. */
    @FunctionalInterface
    interface Method {

        Object call(Run run, String text, Arguments arguments);
    }

    private static Map<String, Method> all() {
        Map<String, Method> all = new HashMap<>();
        change(all, "upper", Texts::upper);
        change(all, "lower", Texts::lower);
        change(all, "title", Texts::title);
        change(all, "capitalize", Texts::capitalize);
        change(all, "swapcase", Texts::swapCase);
        all.put("strip", (run, text, args) -> strip(run, text, args, true, true));
        all.put("lstrip", (run, text, args) -> strip(run, text, args, true, false));
        all.put("rstrip", (run, text, args) -> strip(run, text, args, false, true));
        all.put("split", (run, text, args) -> split(run, text, args, false));
        all.put("rsplit", (run, text, args) -> split(run, text, args, true));
        all.put("splitlines", StringMethods::splitlines);
        all.put("join", StringMethods::join);
        all.put("replace", StringMethods::replace);
        all.put("find", (run, text, args) -> find(run, text, args, false, false));
        all.put("rfind", (run, text, args) -> find(run, text, args, true, false));
        all.put("index", (run, text, args) -> find(run, text, args, false, true));
        all.put("rindex", (run, text, args) -> find(run, text, args, true, true));
        all.put("count", StringMethods::count);
        all.put("startswith", (run, text, args) -> affix(run, text, args, true));
        all.put("endswith", (run, text, args) -> affix(run, text, args, false));
        all.put("removeprefix", (run, text, args) -> remove(run, text, args, true));
        all.put("removesuffix", (run, text, args) -> remove(run, text, args, false));
        all.put("partition", (run, text, args) -> partition(run, text, args, false));
        all.put("rpartition", (run, text, args) -> partition(run, text, args, true));
        all.put("format", Formats::braces);
        all.put("ljust", (run, text, args) -> pad(run, text, args, (left, rest) -> 0));
        all.put("rjust", (run, text, args) -> pad(run, text, args, (left, rest) -> rest));
        all.put("center", (run, text, args) -> pad(run, text, args, StringMethods::middle));
        all.put("zfill", StringMethods::zfill);
        all.put("isascii", StringMethods::isAscii);
        test(all, "isspace", Texts::isSpace);
        test(all, "isalpha", Character::isLetter);
        test(all, "isdecimal", Character::isDigit);
        test(all, "isdigit", StringMethods::isDigit);
        test(all, "isalnum", c -> Character.isLetter(c) || isDigit(c));
        all.put("isupper", (run, text, args) -> isAll(run, text, args, true));
        all.put("islower", (run, text, args) -> isAll(run, text, args, false));
        return Collections.unmodifiableMap(all);
    }

    private static void change(Map<String, Method> all, String name, UnaryOperator<String> change) {
        all.put(
                name,
                (run, text, arguments) -> {
                    arguments.bindNone(name);
                    run.makeText(4L * text.length());
                    return change.apply(text);
                });
    }

    private static void test(Map<String, Method> all, String name, IntPredicate test) {
        all.put(
                name,
                (run, text, arguments) -> {
                    arguments.bindNone(name);
                    run.read(4L * text.length());
                    return !text.isEmpty() && text.codePoints().allMatch(test);
                });
    }

    private static Object isAscii(Run run, String text, Arguments arguments) {
        arguments.bindNone("isascii");
        run.read(text.length());
        return text.chars().allMatch(c -> c < 128);
    }

    private static Object isAll(Run run, String text, Arguments arguments, boolean upperCase) {
        arguments.bindNone(upperCase ? "isupper" : "islower");
        run.read(8L * text.length());
        return Texts.isAll(text, upperCase);
    }

    private static boolean isDigit(int c) {
        int type = Character.getType(c);
        if (type == Character.OTHER_NUMBER || type == Character.LETTER_NUMBER) {
            throw new JinjaException("the digit test of " + Character.toString(c));
        }
        return type == Character.DECIMAL_DIGIT_NUMBER;
    }

    /** Keyword arguments that Python's C functions do not take. */
    private static Bound positional(String name, Arguments arguments, String... parameters) {
        if (!arguments.named().isEmpty()) {
            throw new JinjaException(name + "() takes no keyword arguments");
        }
        return arguments.bind(name + "()", parameters);
    }

    static String strip(Run run, String text, Arguments arguments, boolean left, boolean right) {
        Object set = positional("strip", arguments, "chars").get(0, None.NONE);
        run.read(text.length());
        if (set == None.NONE) {
            return Texts.strip(text, Texts::isSpace, left, right);
        }
        String characters = Texts.of(set, "strip()");
        run.read((long) characters.length() * 16);
        java.util.Set<Integer> stripped = new java.util.HashSet<>();
        characters.codePoints().forEach(stripped::add);
        return Texts.strip(text, stripped::contains, left, right);
    }

    private static Object split(Run run, String text, Arguments arguments, boolean right) {
        Bound bound = arguments.bind("split()", "sep", "maxsplit");
        int limit = bound.count(1, -1);
        Object separator = bound.get(0, None.NONE);
        run.makeText(2L * text.length());
        List<Object> parts =
                separator == None.NONE
                        ? Splits.atSpace(text, limit, right)
                        : Splits.at(text, Texts.of(separator, "split()"), limit, right);
        run.makeList(parts.size());
        return parts;
    }

    private static Object splitlines(Run run, String text, Arguments arguments) {
        run.makeText(2L * text.length());
        List<Object> lines = Texts.lines(text, arguments.bind("splitlines()", "keepends").flag(0));
        run.makeList(lines.size());
        return lines;
    }

    private static Object join(Run run, String text, Arguments arguments) {
        List<Object> items = Values.list(run, positional("join", arguments, "iterable").get(0));
        List<String> parts = new ArrayList<>();
        items.forEach(item -> parts.add(Texts.of(item, "join()")));
        return join(run, text, parts);
    }

    static String join(Run run, String separator, List<String> parts) {
        run.makeText(
                parts.stream().mapToLong(String::length).sum()
                        + (long) separator.length() * parts.size());
        return String.join(separator, parts);
    }

    private static Object replace(Run run, String text, Arguments arguments) {
        Bound bound = positional("replace", arguments, "old", "new", "count");
        return Texts.replace(run, text, bound.text(0), bound.text(1), bound.count(2, -1));
    }

    private static Object find(
            Run run, String text, Arguments arguments, boolean last, boolean required) {
        Bound bound = positional("find", arguments, "sub", "start", "end");
        if (bound.has(1)) {
            throw new JinjaException("find() with bounds is not supported");
        }
        String part = bound.text(0);
        run.read((long) text.length() + part.length());
        int at = last ? Search.last(text, part, text.length()) : Search.first(text, part, 0);
        if (at < 0 && required) {
            throw new JinjaException("index(): " + Texts.preview(part) + " is not in the string");
        }
        return BigInteger.valueOf(at < 0 ? -1 : text.codePointCount(0, at));
    }

    private static Object count(Run run, String text, Arguments arguments) {
        Bound bound = positional("count", arguments, "sub", "start", "end");
        if (bound.has(1)) {
            throw new JinjaException("count() with bounds is not supported");
        }
        run.read(4L * text.length());
        String part = bound.text(0);
        return BigInteger.valueOf(
                part.isEmpty() ? Texts.length(text) + 1 : Texts.occurrences(text, part, -1).size());
    }

    private static Object affix(Run run, String text, Arguments arguments, boolean start) {
        String name = start ? "startswith" : "endswith";
        Bound bound = positional(name, arguments, "prefix", "start", "end");
        if (bound.has(1)) {
            throw new JinjaException(name + "() with bounds is not supported");
        }
        Object affix = bound.get(0);
        List<Object> any = affix instanceof Tuple tuple ? tuple.items() : List.of(affix);
        for (Object each : any) {
            String part = Texts.of(each, name + "()");
            run.read(part.length());
            if (start ? text.startsWith(part) : text.endsWith(part)) {
                return true;
            }
        }
        return false;
    }

    private static Object remove(Run run, String text, Arguments arguments, boolean start) {
        String affix = positional("removeprefix", arguments, "affix").text(0);
        run.read((long) text.length() + affix.length());
        if (start) {
            return text.startsWith(affix) ? text.substring(affix.length()) : text;
        }
        return text.endsWith(affix) ? text.substring(0, text.length() - affix.length()) : text;
    }

    private static Object partition(Run run, String text, Arguments arguments, boolean last) {
        String separator = positional("partition", arguments, "sep").text(0);
        if (separator.isEmpty()) {
            throw new JinjaException("partition(): an empty separator");
        }
        run.read((long) text.length() + separator.length());
        int at =
                last
                        ? Search.last(text, separator, text.length())
                        : Search.first(text, separator, 0);
        if (at < 0) {
            return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
        }
        return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    /** How much of the padding goes to the left. */
    @FunctionalInterface
    private interface Alignment {

        int left(int width, int padding);
    }

    /** Python's center(): which side gets the odd blank depends on the width. */
    static int middle(int width, int padding) {
        return padding / 2 + (padding & width & 1);
    }

    private static Object pad(Run run, String text, Arguments arguments, Alignment alignment) {
        Bound bound = positional("center", arguments, "width", "fillchar");
        String fill = bound.text(1, " ");
        if (Texts.length(fill) != 1) {
            throw new JinjaException("padding takes one character");
        }
        int width = bound.count(0);
        int padding = Math.max(0, width - Texts.length(text));
        int left = alignment.left(width, padding);
        run.makeText(text.length() + 2L * padding);
        return fill.repeat(left) + text + fill.repeat(padding - left);
    }

    private static Object zfill(Run run, String text, Arguments arguments) {
        int zeros = positional("zfill", arguments, "width").count(0) - Texts.length(text);
        if (zeros <= 0) {
            return text;
        }
        run.makeText(zeros + (long) text.length());
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String sign = signed ? text.substring(0, 1) : "";
        return sign + "0".repeat(zeros) + text.substring(sign.length());
    }
}
