package io.github.luffyrl.djl.internal.jinja;

import java.math.BigDecimal;
import java.util.List;

/** Python's {@code %} and {@code format()}. */
final class Formats {

    private Formats() {}

    /** {@code %s %r %d %i %f %x %o %%}, with widths, flags and precisions. */
    static String percent(Run run, String format, List<Object> values) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        int at = 0;
        for (int sign = format.indexOf('%'); sign >= 0; sign = format.indexOf('%', at)) {
            out.append(format, at, sign);
            int end = sign + 1;
            while (end < format.length() && "sridfFxXo%".indexOf(format.charAt(end)) < 0) {
                end++;
            }
            if (end >= format.length()) {
                throw FormatSpec.unsupported(format.substring(sign));
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
        FormatSpec spec = FormatSpec.ofPercent(form);
        switch (spec.type()) {
            case 's' -> out.append(spec.text(run, plain(Repr.str(run, value), value)));
            case 'r' -> {
                String list = Repr.str(run, List.of(value));
                out.append(spec.text(run, list.substring(1, list.length() - 1)));
            }
            case 'd' -> out.append(spec.number(run, whole(value)));
            default -> out.append(spec.number(run, value));
        }
    }

    private static String plain(String text, Object value) {
        if (value instanceof Markup) {
            throw new JinjaException("a safe string in a format is not supported");
        }
        return text;
    }

    /** Of a float, %d takes the integer part. */
    private static Object whole(Object value) {
        boolean finite =
                value instanceof Double number
                        && !Double.isNaN(number)
                        && !Double.isInfinite(number);
        return finite ? new BigDecimal((Double) value).toBigInteger() : value;
    }

    /** {@code {}}, {@code {0}} and {@code {name}}, perhaps with a form such as {@code {:>5}}. */
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
                String field = format.substring(at + 1, end);
                int colon = field.indexOf(':');
                String name = colon < 0 ? field : field.substring(0, colon);
                numbered |= !name.isEmpty() && Character.isDigit(name.charAt(0));
                Object value =
                        name.isEmpty()
                                ? argument(arguments, String.valueOf(next++))
                                : argument(arguments, name);
                run.requireLength(out.length());
                out.append(
                        colon < 0 || colon + 1 == field.length()
                                ? plain(Repr.str(run, value), value)
                                : laidOut(run, field.substring(colon + 1), value));
                at = end;
            }
        }
        if (next > 0 && numbered) {
            throw new JinjaException("format(): numbered and unnumbered fields");
        }
        run.makeText(out.length());
        return out.toString();
    }

    private static String laidOut(Run run, String form, Object value) {
        FormatSpec spec = FormatSpec.ofBraces(form);
        if (value instanceof String text) {
            return spec.text(run, text);
        }
        if (value instanceof Boolean || !Numbers.isNumber(value)) {
            throw FormatSpec.unsupported(form);
        }
        return spec.number(run, value);
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
}
