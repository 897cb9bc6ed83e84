package io.github.luffyrl.djl.internal.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/** The plain forms of Python's {@code %} and {@code format()}; others are refused. */
final class Formats {

    private Formats() {}

    /** {@code %s %r %d %i %%} and {@code %.2f}, without widths and flags. */
    static String percent(Run run, String format, List<Object> values) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        int at = 0;
        for (int sign = format.indexOf('%'); sign >= 0; sign = format.indexOf('%', at)) {
            out.append(format, at, sign);
            int end = sign + 1;
            while (end < format.length() && "sridf%".indexOf(format.charAt(end)) < 0) {
                end++;
            }
            if (end >= format.length()) {
                throw unsupported(format.substring(sign));
            }
            at = end + 1;
            String form = format.substring(sign + 1, at);
            if (form.equals("%")) {
                out.append('%');
                continue;
            }
            if (next >= values.size()) {
                throw new JinjaException("not enough values for the format");
            }
            append(run, out, form, values.get(next++));
        }
        if (next < values.size()) {
            throw new JinjaException("too many values for the format");
        }
        String text = out.append(format, at, format.length()).toString();
        run.makeText(text.length());
        return text;
    }

    private static void append(Run run, StringBuilder out, String form, Object value) {
        run.requireLength(out.length());
        switch (form) {
            case "s" -> out.append(plain(Repr.str(run, value), value));
            case "r" -> {
                String list = Repr.str(run, List.of(value));
                out.append(list, 1, list.length() - 1);
            }
            case "d", "i" -> out.append(Repr.integer(run, integer(value)));
            default -> out.append(fixed(form, value));
        }
    }

    private static String plain(String text, Object value) {
        if (value instanceof Markup) {
            throw new JinjaException("a safe string in a format is not supported");
        }
        return text;
    }

    private static BigInteger integer(Object value) {
        if (value instanceof Double number && !Double.isNaN(number) && !Double.isInfinite(number)) {
            return new BigDecimal(number).toBigInteger();
        }
        return Numbers.integer(value, "%d");
    }

    private static String fixed(String form, Object value) {
        boolean precise = form.length() == 3 && form.charAt(0) == '.';
        int digits = precise ? Character.digit(form.charAt(1), 10) : 6;
        if (!form.endsWith("f") || digits < 0 || !(precise || form.length() == 1)) {
            throw unsupported("%" + form);
        }
        double number = Numbers.toDouble(value);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw unsupported("%" + form + " of " + number);
        }
        String sign = number < 0 || 1 / number < 0 ? "-" : "";
        return sign
                + new BigDecimal(Math.abs(number))
                        .setScale(digits, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    /** {@code {}}, {@code {0}} and {@code {name}}. */
    static Object braces(Run run, String format, Arguments arguments) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        boolean numbered = false;
        for (int at = 0; at < format.length(); at++) {
            char c = format.charAt(at);
            if (c != '{' && c != '}') {
                out.append(c);
            } else if (format.startsWith(String.valueOf(c).repeat(2), at)) {
                out.append(c);
                at++;
            } else {
                int end = c == '{' ? format.indexOf('}', at) : -1;
                if (end < 0) {
                    throw new JinjaException("format(): a single " + c);
                }
                String name = format.substring(at + 1, end);
                numbered |= !name.isEmpty() && Character.isDigit(name.charAt(0));
                Object value =
                        name.isEmpty()
                                ? argument(arguments, String.valueOf(next++))
                                : argument(arguments, name);
                run.requireLength(out.length());
                out.append(plain(Repr.str(run, value), value));
                at = end;
            }
        }
        if (next > 0 && numbered) {
            throw new JinjaException("format(): numbered and unnumbered fields");
        }
        run.makeText(out.length());
        return out.toString();
    }

    private static Object argument(Arguments arguments, String name) {
        Object value = arguments.named().get(name);
        if (value == null && name.length() <= 3 && name.matches("[0-9]+")) {
            int index = Integer.parseInt(name);
            value =
                    index < arguments.positional().size()
                            ? arguments.positional().get(index)
                            : null;
        }
        if (value == null) {
            throw new JinjaException("format(): no value for {" + Texts.preview(name) + "}");
        }
        return value;
    }

    private static JinjaException unsupported(String form) {
        return new JinjaException("the format " + Texts.preview(form) + " is not supported");
    }
}
