package io.github.luffyrl.djl.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts rows into micro-batches of similar length, so that little is padded. */
public final class MicroBatching {

    private MicroBatching() {}

    /**
     * Orders rows by length, shortest first, and cuts them.
     *
     * @param rows what is cut
     * @param length tokens of a row
     * @param maxTokens most tokens of a micro-batch, padding included; a longer row goes alone
     * @return the micro-batches, none without rows
     */
    public static <T> List<List<T>> cut(List<T> rows, ToIntFunction<T> length, int maxTokens) {
        List<List<T>> parts = new ArrayList<>();
        List<T> part = new ArrayList<>();
        for (T row : rows.stream().sorted(Comparator.comparingInt(length)).toList()) {
            int longest = length.applyAsInt(row);
            if (!part.isEmpty() && (part.size() + 1L) * longest > maxTokens) {
                parts.add(part);
                part = new ArrayList<>();
            }
            part.add(row);
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
