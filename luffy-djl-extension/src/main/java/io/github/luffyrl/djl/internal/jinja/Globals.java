package io.github.luffyrl.djl.internal.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every template sees: Jinja's own and the two of transformers. */
final class Globals {

    private static final Map<String, CallableValue> ALL =
            Map.of(
                    "range", (run, arguments) -> range(arguments),
                    "dict", (run, arguments) -> dict(run, arguments),
                    "namespace", (run, arguments) -> Namespace.of(arguments),
                    "cycler", (run, arguments) -> Cycler.of(arguments),
                    "joiner", (run, arguments) -> joiner(arguments),
                    "lipsum", (run, arguments) -> random(),
                    "raise_exception", (run, arguments) -> raise(run, arguments),
                    "strftime_now", (run, arguments) -> strftime(run, arguments));

    private Globals() {}

    static Map<String, Object> all() {
        return new LinkedHashMap<>(ALL);
    }

    private static Object range(Arguments arguments) {
        return Range.of(arguments);
    }

    private static Object dict(Run run, Arguments arguments) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (arguments.positional().size() > 1) {
            throw new JinjaException("dict() of more than one value");
        }
        if (!arguments.positional().isEmpty()) {
            Object given = arguments.positional().get(0);
            if (given instanceof Map<?, ?> from) {
                map.putAll(from);
            } else {
                pairs(run, given, map);
            }
        }
        map.putAll(arguments.named());
        return map;
    }

    private static void pairs(Run run, Object given, Map<Object, Object> map) {
        for (Object item : Values.list(run, given)) {
            List<Object> pair = Values.list(run, item);
            if (pair.size() != 2) {
                throw new JinjaException("dict() of an item of length " + pair.size());
            }
            map.put(Values.newKey(pair.get(0)), pair.get(1));
        }
    }

    /** A function that gives nothing at first and then always its separator. */
    private static Object joiner(Arguments arguments) {
        Object separator = arguments.bind("joiner()", "sep").get(0, ", ");
        boolean[] used = new boolean[1];
        return (CallableValue)
                (run, none) -> {
                    none.bindNone("a joiner");
                    boolean first = !used[0];
                    used[0] = true;
                    return first ? "" : separator;
                };
    }

    private static Object random() {
        throw new JinjaException("lipsum() is random and not supported");
    }

    private static Object raise(Run run, Arguments arguments) {
        Object message = arguments.bind("raise_exception()", "message").get(0);
        throw new JinjaException("the template rejects the messages: " + Repr.str(run, message));
    }

    private static Object strftime(Run run, Arguments arguments) {
        String format = arguments.bind("strftime_now()", "format").text(0);
        run.makeText(16L * format.length());
        return Strftime.format(run.now(), format);
    }
}
