package io.github.luffyrl.djl.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something in the data that a user should know of.
 *
 * @param what such as {@code blank line}
 * @param count how often, at least 1
 * @param places the first {@value #PLACES} of them, such as {@code train.jsonl:7}
 */
public record DataIssue(String what, int count, List<String> places) {

    private static final int PLACES = 3;

    /** Copies the list. */
    public DataIssue {
        places = List.copyOf(places);
    }

    /** One line: {@code 5 x blank line: train.jsonl:7, train.jsonl:9, train.jsonl:12, ..}. */
    @Override
    public String toString() {
        String more = count > places.size() ? ", .." : "";
        return String.format(
                Locale.ROOT, "%d x %s: %s%s", count, what, String.join(", ", places), more);
    }

    /** Collects issues, in the order in which they come up first. */
    static final class Collector {

        private final Map<String, Integer> counts = new LinkedHashMap<>();
        private final Map<String, List<String>> places = new LinkedHashMap<>();

        void add(String what, String place) {
            counts.merge(what, 1, Integer::sum);
            List<String> first = places.computeIfAbsent(what, w -> new ArrayList<>());
            if (first.size() < PLACES) {
                first.add(place);
            }
        }

        List<DataIssue> list() {
            return counts.entrySet().stream()
                    .map(
                            e ->
                                    new DataIssue(
                                            e.getKey(),
                                            e.getValue(),
                                            places.getOrDefault(e.getKey(), List.of())))
                    .toList();
        }
    }
}
