package io.github.luffyrl.rewards.named;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of a reward, each of which is to be read. */
final class Options {

    private final String kind;
    private final Map<String, Object> left;

    Options(String kind, Map<String, Object> options) {
        this.kind = kind;
        left = new LinkedHashMap<>(options);
    }

    Object take(String name, Object substitute) {
        Object value = left.remove(name);
        return value == null ? substitute : value;
    }

    double number(String name) {
        Object value = take(name, 0);
        if (value instanceof Number number && number.doubleValue() >= 0) {
            return number.doubleValue();
        }
        throw wrong(name, value, "a number of at least 0");
    }

    String[] texts(String name, List<String> substitute) {
        Object value = take(name, substitute);
        if (value instanceof List<?> list
                && list.size() >= 2
                && list.stream().allMatch(String.class::isInstance)) {
            return list.toArray(String[]::new);
        }
        throw wrong(name, value, "a list of at least two texts, such as [A, B, C, D]");
    }

    static IllegalArgumentException wrong(String name, Object value, String need) {
        return new IllegalArgumentException(name + " = " + value + ": need " + need);
    }

    /** Refuses what was not read. */
    void requireEmpty() {
        left.forEach(
                (name, value) -> {
                    throw wrong(name, value, "no such option, which " + kind + " does not have");
                });
    }
}
