package io.github.luffyrl.djl.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Cuts a list into the parts of a job. */
final class Parts {

    private Parts() {}

    /**
     * Cuts a list into parts of about equal size, in order.
     *
     * @param together whether an element belongs into the part of the one before it
     */
    static <T> List<List<T>> of(List<T> all, int parts, BiPredicate<T, T> together) {
        List<List<T>> cut = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= all.size(); i++) {
            boolean group = i < all.size() && together.test(all.get(i - 1), all.get(i));
            boolean enough = (long) i * parts >= (cut.size() + 1L) * all.size();
            if (i == all.size() || (enough && !group)) {
                cut.add(new ArrayList<>(all.subList(from, i)));
                from = i;
            }
        }
        return cut;
    }
}
