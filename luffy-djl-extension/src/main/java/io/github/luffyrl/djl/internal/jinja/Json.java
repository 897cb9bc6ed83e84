package io.github.luffyrl.djl.internal.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The filter {@code tojson} as transformers defines it: Python's json.dumps, which by default puts
 * a blank behind commas and colons and keeps letters beyond ASCII.
 */
final class Json {

    private final Run run;
    private final boolean ascii;
    private final boolean sorted;
    private final boolean indented;
    private final String indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final StringBuilder out = new StringBuilder();

    private Json(Run run, Arguments.Bound options) {
        this.run = run;
        ascii = options.flag(0);
        Object width = options.get(1, None.NONE);
        indented = width != None.NONE;
        indent = indented ? indent(run, width) : "";
        sorted = options.flag(3);
        Object separators = options.get(2, None.NONE);
        if (separators == None.NONE) {
            itemSeparator = indented ? "," : ", ";
            keySeparator = ": ";
        } else {
            List<Object> pair = Values.list(run, separators);
            if (pair.size() != 2) {
                throw new JinjaException("tojson: separators are two texts");
            }
            itemSeparator = Texts.of(pair.get(0), "separators");
            keySeparator = Texts.of(pair.get(1), "separators");
        }
    }

    private static String indent(Run run, Object width) {
        if (width instanceof String text) {
            return text;
        }
        int spaces = Math.max(0, Numbers.count(width, "tojson's indent"));
        run.makeText(spaces);
        return " ".repeat(spaces);
    }

    static String dumps(Run run, Object value, Arguments arguments) {
        Json json =
                new Json(
                        run,
                        arguments.bind(
                                "tojson", "ensure_ascii", "indent", "separators", "sort_keys"));
        json.append(value, 0);
        return json.out.toString();
    }

    private void append(Object value, int level) {
        run.enter();
        run.requireLength(out.length());
        if (value instanceof Map<?, ?> map) {
            object(map, level);
        } else if (value instanceof List<?> list) {
            array(list, level);
        } else if (value instanceof Tuple tuple) {
            array(tuple.items(), level);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Markup markup) {
            string(markup.text());
        } else {
            out.append(scalar(value));
        }
        run.leave();
    }

    private String scalar(Object value) {
        if (value == None.NONE) {
            return "null";
        }
        if (value instanceof Boolean truth) {
            return truth.toString();
        }
        if (value instanceof BigInteger integer) {
            return Repr.integer(run, integer);
        }
        if (value instanceof Double number) {
            return Double.isNaN(number)
                    ? "NaN"
                    : Double.isInfinite(number)
                            ? (number > 0 ? "Infinity" : "-Infinity")
                            : Repr.floating(number);
        }
        throw new JinjaException("a " + Values.typeName(value) + " has no JSON");
    }

    private void array(List<?> list, int level) {
        String separator = "";
        out.append('[');
        for (Object item : list) {
            out.append(separator);
            newline(level + 1);
            append(item, level + 1);
            separator = itemSeparator;
        }
        if (!list.isEmpty()) {
            newline(level);
        }
        out.append(']');
    }

    private void object(Map<?, ?> map, int level) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (sorted) {
            entries.sort((a, b) -> Comparisons.compare(run, a.getKey(), b.getKey()));
        }
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : entries) {
            out.append(separator);
            newline(level + 1);
            Object key = entry.getKey();
            string(key instanceof String text ? text : scalar(key));
            out.append(keySeparator);
            append(entry.getValue(), level + 1);
            separator = itemSeparator;
        }
        if (!map.isEmpty()) {
            newline(level);
        }
        out.append('}');
    }

    private void newline(int level) {
        if (indented) {
            run.makeText((long) level * indent.length());
            out.append('\n').append(indent.repeat(level));
        }
    }

    private void string(String text) {
        run.makeText(text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        int special = "\"\\\n\r\t\b\f".indexOf(c);
        if (special >= 0) {
            out.append('\\').append("\"\\nrtbf".charAt(special));
        } else if (c < ' ' || (ascii && c > '~')) {
            String hex = Integer.toHexString(c);
            out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
        } else {
            out.append(c);
        }
    }
}
