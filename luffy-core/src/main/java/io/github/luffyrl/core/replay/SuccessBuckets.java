package io.github.luffyrl.core.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Problems by how many rollouts of their latest group were right. Not thread-safe. */
final class SuccessBuckets {

    private final Map<String, Integer> successes = new HashMap<>();

    /** Puts a problem into a bucket, out of the one it was in. */
    void update(String problem, int count) {
        successes.put(problem, count);
    }

    /** Takes a problem out; nothing happens when it is in no bucket. */
    void remove(String problem) {
        successes.remove(problem);
    }

    /** Takes all problems out. */
    void clear() {
        successes.clear();
    }

    /**
     * Returns the buckets that are not empty, by ascending success count, ids in their natural
     * order: the same for the same contents, however they came about.
     */
    SortedMap<Integer, List<String>> contents() {
        SortedMap<Integer, List<String>> contents = new TreeMap<>();
        successes.keySet().stream()
                .sorted()
                .forEach(
                        problem ->
                                contents.computeIfAbsent(
                                                successes.get(problem), k -> new ArrayList<>())
                                        .add(problem));
        return contents;
    }
}
