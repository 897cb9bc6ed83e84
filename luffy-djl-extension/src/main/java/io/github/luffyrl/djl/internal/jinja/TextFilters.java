package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Arguments.Bound;
import io.github.luffyrl.djl.internal.jinja.Filters.Filter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Jinja's filters on text. */
final class TextFilters {

    private static final Pattern WORD_START = Pattern.compile("[-\\s({\\[<]+");
    private static final int LEEWAY = 5;

    private TextFilters() {}

    static void register(Map<String, Filter> filters) {
        filters.put("upper", change("upper", Texts::upper));
        filters.put("lower", change("lower", Texts::lower));
        filters.put("capitalize", change("capitalize", Texts::capitalize));
        filters.put("title", TextFilters::title);
        filters.put("trim", TextFilters::trim);
        filters.put("string", (run, value, args) -> string(run, value, args));
        filters.put("safe", (run, value, args) -> safe(run, value, args));
        filters.put("e", TextFilters::escape);
        filters.put("escape", TextFilters::escape);
        filters.put("forceescape", TextFilters::forceEscape);
        filters.put("replace", TextFilters::replace);
        filters.put("indent", TextFilters::indent);
        filters.put("center", TextFilters::center);
        filters.put("truncate", TextFilters::truncate);
        filters.put("wordcount", TextFilters::wordCount);
        filters.put("tojson", Json::dumps);
        filters.put(
                "format",
                (run, value, args) ->
                        Formats.percent(run, soft(run, value), positional(args, "format")));
    }

    private static List<Object> positional(Arguments arguments, String filter) {
        if (!arguments.named().isEmpty()) {
            throw new JinjaException(filter + " by name is not supported");
        }
        return arguments.positional();
    }

    /** A value as plain text. */
    private static String soft(Run run, Object value) {
        if (value instanceof Markup) {
            throw new JinjaException("this filter on a safe string is not supported");
        }
        return Repr.str(run, value);
    }

    private static Filter change(String name, UnaryOperator<String> change) {
        return (run, value, arguments) -> {
            arguments.bindNone(name);
            String text = Repr.str(run, value);
            run.makeText(4L * text.length());
            return like(value, change.apply(text));
        };
    }

    /** Runs of what Python's {@code \\w} matches. */
    private static Object wordCount(Run run, Object value, Arguments arguments) {
        arguments.bindNone("wordcount");
        String text = soft(run, value);
        run.read(4L * text.length());
        int words = 0;
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            boolean word = c == '_' || Texts.isAlphanumeric(c);
            words += word && !inside ? 1 : 0;
            inside = word;
        }
        return BigInteger.valueOf(words);
    }

    private static Object like(Object value, String text) {
        return value instanceof Markup ? new Markup(text) : text;
    }

    private static Object title(Run run, Object value, Arguments arguments) {
        arguments.bindNone("title");
        String text = Repr.str(run, value);
        run.makeText(8L * text.length());
        StringBuilder out = new StringBuilder();
        boolean start = true;
        for (int c : text.codePoints().toArray()) {
            String letter = Character.toString(c);
            boolean border = c < 128 ? WORD_START.matcher(letter).matches() : Texts.isSpace(c);
            if (c == '\u03a3' && !start) {
                throw new JinjaException("title of a Greek sigma inside a word");
            }
            out.append(border || start ? Texts.upper(letter) : Texts.lower(letter));
            start = border;
        }
        return out.toString();
    }

    private static Object trim(Run run, Object value, Arguments arguments) {
        Object chars = arguments.bind("trim", "chars").get(0, None.NONE);
        String text = Repr.str(run, value);
        return like(value, StringMethods.strip(run, text, Arguments.of(chars), true, true));
    }

    private static Object string(Run run, Object value, Arguments arguments) {
        arguments.bindNone("string");
        return value instanceof Markup ? value : Repr.str(run, value);
    }

    private static Object safe(Run run, Object value, Arguments arguments) {
        arguments.bindNone("safe");
        return new Markup(Repr.str(run, value));
    }

    private static Object escape(Run run, Object value, Arguments arguments) {
        return value instanceof Markup ? value : forceEscape(run, value, arguments);
    }

    private static Object forceEscape(Run run, Object value, Arguments arguments) {
        arguments.bindNone("escape");
        String text = Repr.str(run, value);
        run.makeText(6L * text.length());
        return new Markup(
                text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("'", "&#39;")
                        .replace("\"", "&#34;"));
    }

    private static Object replace(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("replace", "old", "new", "count");
        String old = Repr.str(run, bound.get(0));
        String by = Repr.str(run, bound.get(1));
        Object count = bound.get(2, None.NONE);
        int limit = count == None.NONE ? -1 : Numbers.count(count, "replace");
        return Texts.replace(run, Repr.str(run, value), old, by, limit);
    }

    private static Object indent(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("indent", "width", "first", "blank");
        String text = value instanceof Markup markup ? markup.text() : Texts.of(value, "indent");
        Object width = bound.get(0, BigInteger.valueOf(4));
        String indent =
                width instanceof String given
                        ? given
                        : Texts.pad(run, "", Math.max(0, Numbers.count(width, "indent")), 0);
        List<Object> lines = Texts.lines(text + "\n", false);
        run.makeText(text.length() + (long) lines.size() * indent.length());
        StringBuilder out = new StringBuilder(bound.flag(1) ? indent : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = (String) lines.get(i);
            boolean indented = i > 0 && (bound.flag(2) || !line.isEmpty());
            out.append(i > 0 ? "\n" : "").append(indented ? indent : "").append(line);
        }
        return like(value, out.toString());
    }

    private static Object center(Run run, Object value, Arguments arguments) {
        int width = arguments.bind("center", "width").count(0, 80);
        String text = soft(run, value);
        int padding = Math.max(0, width - Texts.length(text));
        int left = StringMethods.middle(width, padding);
        return Texts.pad(run, text, left, padding - left);
    }

    private static Object truncate(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("truncate", "length", "killwords", "end", "leeway");
        String text = Texts.of(value, "truncate");
        String end = bound.text(2, "...");
        int room = bound.count(0, 255) - Texts.length(end);
        Object leeway = bound.get(3, None.NONE);
        int more = leeway == None.NONE ? LEEWAY : Numbers.count(leeway, "truncate");
        if (room < 0 || more < 0) {
            throw new JinjaException("truncate: a length shorter than its end");
        }
        run.read(text.length());
        if (Texts.length(text) <= (long) bound.count(0, 255) + more) {
            return text;
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, room));
        int blank = bound.flag(1) ? -1 : cut.lastIndexOf(' ');
        return (blank < 0 ? cut : cut.substring(0, blank)) + end;
    }
}
