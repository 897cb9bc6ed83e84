package io.github.luffyrl.djl.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;

/** Cuts rows into micro-batches: groups stay together, so that a model can share their prompt. */
public final class MicroBatching {

    private MicroBatching() {}

    /**
     * Orders groups by their longest row, shortest first, and the rows of each by length, and cuts
     * them. Groups of one row so have micro-batches of similar length, of which little is padded.
     *
     * @param rows what is cut; those of a group lie side by side
     * @param sameGroup whether a row is of the group of the row before it
     * @param length tokens of a row
     * @param maxTokens most tokens of a micro-batch, padding included; a longer row goes alone
     * @return the micro-batches, none without rows
     */
    public static <T> List<List<T>> cut(
            List<T> rows, BiPredicate<T, T> sameGroup, ToIntFunction<T> length, int maxTokens) {
        Comparator<T> byLength = Comparator.comparingInt(length);
        List<List<T>> groups = groups(rows, sameGroup);
        groups.forEach(group -> group.sort(byLength));
        groups.sort(Comparator.comparing(group -> group.get(group.size() - 1), byLength));
        Parts<T> parts = new Parts<>(length, maxTokens);
        for (List<T> group : groups) {
            if (!parts.hasRoomFor(group)) {
                parts.begin();
            }
            for (T row : group) {
                if (!parts.hasRoomFor(List.of(row))) {
                    parts.begin();
                }
                parts.add(row);
            }
        }
        return parts.filled;
    }

    /** Micro-batches, of which the last is being filled. */
    private static final class Parts<T> {

        private final List<List<T>> filled = new ArrayList<>();
        private final ToIntFunction<T> length;
        private final int maxTokens;
        private int longest;

        Parts(ToIntFunction<T> length, int maxTokens) {
            this.length = length;
            this.maxTokens = maxTokens;
        }

        boolean hasRoomFor(List<T> rows) {
            if (filled.isEmpty()) {
                return false;
            }
            int most = Math.max(longest, rows.stream().mapToInt(length).max().orElse(0));
            return (filled.get(filled.size() - 1).size() + (long) rows.size()) * most <= maxTokens;
        }

        void begin() {
            if (filled.isEmpty() || !filled.get(filled.size() - 1).isEmpty()) {
                filled.add(new ArrayList<>());
                longest = 0;
            }
        }

        void add(T row) {
            filled.get(filled.size() - 1).add(row);
            longest = Math.max(longest, length.applyAsInt(row));
        }
    }

    private static <T> List<List<T>> groups(List<T> rows, BiPredicate<T, T> sameGroup) {
        List<List<T>> groups = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (i == 0 || !sameGroup.test(rows.get(i - 1), rows.get(i))) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(rows.get(i));
        }
        return groups;
    }
}
