package io.github.luffyrl.djl.loss;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/**
 * What a DJL evaluator has gathered, by the keys that DJL's listeners use, such as {@code
 * train/epoch}.
 *
 * @param <T> what is gathered; immutable
 */
public final class Accumulators<T> {

    private final Map<String, T> gathered = new ConcurrentHashMap<>();
    private final T nothing;
    private final BinaryOperator<T> plus;

    /**
     * Creates accumulators; there is none yet.
     *
     * @param nothing what each begins with
     * @param plus adds two of them up
     */
    public Accumulators(T nothing, BinaryOperator<T> plus) {
        this.nothing = nothing;
        this.plus = plus;
    }

    /**
     * Empties an accumulator, or creates it.
     *
     * @param key its key
     */
    public void reset(String key) {
        gathered.put(key, nothing);
    }

    /**
     * Adds to an accumulator.
     *
     * @param key its key
     * @param more what to add
     */
    public void add(String key, T more) {
        gathered.put(key, plus.apply(get(key), more));
    }

    /**
     * Returns what was gathered.
     *
     * @param key an accumulator's key
     * @return the sum since it was created or emptied
     * @throws IllegalArgumentException if there is no such accumulator
     */
    public T get(String key) {
        T sum = gathered.get(key);
        if (sum == null) {
            throw new IllegalArgumentException(
                    "no accumulator \"" + key + "\", there are " + gathered.keySet());
        }
        return sum;
    }
}
