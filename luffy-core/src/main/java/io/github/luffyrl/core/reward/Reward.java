package io.github.luffyrl.core.reward;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a completion is worth.
 *
 * @param value the number that is optimised; finite
 * @param solved whether the answer is right, for solve rates
 * @param parts what the value is made of or what else there is to report, by name, such as {@code
 *     format}; their means are metrics of a step, where a part that a reward lacks counts as 0;
 *     finite, in the order given, usually empty
 */
public record Reward(double value, boolean solved, Map<String, Double> parts)
        implements Serializable {

    /** The usual reward of a wrong answer. */
    public static final Reward WRONG = new Reward(0, false);

    /** The usual reward of a right answer. */
    public static final Reward RIGHT = new Reward(1, true);

    /** Rejects NaN and infinities, which would poison the whole group. */
    public Reward {
        requireFinite("a reward", value);
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        parts.forEach((name, part) -> requireFinite("part " + name + " of a reward", part));
    }

    /**
     * Creates a reward without parts.
     *
     * @param value the number that is optimised; finite
     * @param solved whether the answer is right
     */
    public Reward(double value, boolean solved) {
        this(value, solved, Map.of());
    }

    private static void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " must be finite, got " + value);
        }
    }

    /**
     * Returns 1 for a right answer and 0 for a wrong one.
     *
     * @param solved whether the answer is right
     * @return the reward
     */
    public static Reward of(boolean solved) {
        return solved ? RIGHT : WRONG;
    }

    /**
     * Returns this reward with one more part.
     *
     * @param name what the part is called in metrics; replaces a part of the same name
     * @param part its value, finite
     * @return a reward of the same value
     */
    public Reward withPart(String name, double part) {
        Map<String, Double> more = new LinkedHashMap<>(parts);
        more.put(name, part);
        return new Reward(value, solved, more);
    }
}
