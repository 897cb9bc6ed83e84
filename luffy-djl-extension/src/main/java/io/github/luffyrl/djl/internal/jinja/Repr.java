package io.github.luffyrl.djl.internal.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Map;

/** How Python prints a value. */
final class Repr {

    private final Run run;
    private final StringBuilder out = new StringBuilder();

    private Repr(Run run) {
        this.run = run;
    }

    /** Python's str(). */
    static String str(Run run, Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Markup markup) {
            return markup.text();
        }
        if (value instanceof Undefined) {
            return "";
        }
        Repr repr = new Repr(run);
        repr.append(value);
        return repr.out.toString();
    }

    private void append(Object value) {
        run.enter();
        run.requireLength(out.length());
        if (value instanceof String text) {
            run.makeText(text.length());
            quoted(text);
        } else if (value instanceof Map<?, ?> map) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                append(entry.getKey());
                out.append(": ");
                append(entry.getValue());
                separator = ", ";
            }
            out.append('}');
        } else if (value instanceof Tuple tuple) {
            items("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")");
        } else if (value instanceof Collection<?> list) {
            items("[", list, "]");
        } else if (value instanceof DictView view) {
            items(view.kind() + "([", view.items(), "])");
        } else {
            out.append(scalar(value));
        }
        run.leave();
    }

    private void items(String open, Collection<?> items, String close) {
        out.append(open);
        String separator = "";
        for (Object item : items) {
            out.append(separator);
            append(item);
            separator = ", ";
        }
        out.append(close);
    }

    private String scalar(Object value) {
        if (value == None.NONE) {
            return "None";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof BigInteger integer) {
            return integer(run, integer);
        }
        if (value instanceof Double number) {
            return floating(number);
        }
        if (value instanceof Range range) {
            return range.repr();
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        throw new JinjaException("a " + Values.typeName(value) + " cannot be printed");
    }

    static String integer(Run run, BigInteger integer) {
        run.step(integer.bitLength() / 16);
        String digits = integer.toString();
        if (digits.length() > Numbers.MAX_DIGITS + (integer.signum() < 0 ? 1 : 0)) {
            throw new JinjaException("an integer of more than " + Numbers.MAX_DIGITS + " digits");
        }
        return digits;
    }

    /** The shortest digits that read back as the same number; exponents as Python has them. */
    static String floating(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        String sign = value < 0 || 1 / value < 0 ? "-" : "";
        if (Double.isInfinite(value)) {
            return sign + "inf";
        }
        if (value == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(new BigDecimal(Math.abs(value)), Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        digits = digits.replaceAll("0+$", "");
        if (exponent < -4 || exponent >= 16) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            String power = String.valueOf(Math.abs(exponent));
            return sign
                    + digits.charAt(0)
                    + fraction
                    + (exponent < 0 ? "e-" : "e+")
                    + (power.length() == 1 ? "0" : "")
                    + power;
        }
        String plain = shortest.stripTrailingZeros().toPlainString();
        return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
    }

    private static BigDecimal shortest(BigDecimal exact, double value) {
        for (int digits = 1; digits < 17; digits++) {
            for (RoundingMode mode :
                    new RoundingMode[] {
                        RoundingMode.HALF_EVEN, RoundingMode.CEILING, RoundingMode.FLOOR
                    }) {
                BigDecimal rounded = exact.round(new MathContext(digits, mode));
                if (rounded.doubleValue() == value) {
                    return rounded;
                }
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
    }

    private void quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> character(c, quote));
        out.append(quote);
    }

    private void character(int c, char quote) {
        int special = "\n\r\t\\".indexOf(c);
        if (special >= 0) {
            out.append('\\').append("nrt\\".charAt(special));
        } else if (c == quote) {
            out.append('\\').append(quote);
        } else if (isPrintable(c)) {
            out.appendCodePoint(c);
        } else {
            String hex = Integer.toHexString(c);
            int width = c < 256 ? 2 : c < 0x10000 ? 4 : 8;
            out.append(c < 256 ? "\\x" : c < 0x10000 ? "\\u" : "\\U")
                    .append("0".repeat(width - hex.length()))
                    .append(hex);
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
