package io.github.luffyrl.djl.spark;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list into the parts of a job. */
final class Parts {

    private Parts() {}

    /** Cuts a list into parts of about equal size, in order; none is empty. */
    static <T> List<List<T>> of(List<T> all, int parts) {
        int count = Math.min(parts, all.size());
        List<List<T>> cut = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) all.size() * i / count);
            int to = (int) ((long) all.size() * (i + 1) / count);
            cut.add(new ArrayList<>(all.subList(from, to)));
        }
        return cut;
    }
}
