package io.github.luffyrl.djl.internal.jinja;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The filters by name. */
final class Filters {

    private static final Map<String, Filter> ALL = all();

    /** Of Jinja, but not here: random, meant for HTML, or of no use in a prompt. */
    private static final Set<String> UNSUPPORTED =
            Set.of(
                    "attr",
                    "filesizeformat",
                    "groupby",
                    "pprint",
                    "random",
                    "striptags",
                    "urlencode",
                    "urlize",
                    "wordwrap",
                    "xmlattr");

    private Filters() {}

    /** A filter: {@code value | name(arguments)}. */
    @FunctionalInterface
    interface Filter {

        Object apply(Run run, Object value, Arguments arguments);
    }

    static Filter named(String name) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw new JinjaException("the filter " + Texts.preview(name) + " is not supported");
        }
        return filter;
    }

    /** Whether Jinja has a filter of that name. */
    static boolean exists(String name) {
        return ALL.containsKey(name) || UNSUPPORTED.contains(name);
    }

    private static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>();
        TextFilters.register(all);
        NumberFilters.register(all);
        SequenceFilters.register(all);
        Selection.register(all);
        return Collections.unmodifiableMap(all);
    }
}
