package io.github.luffyrl.core.reward;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes rewards by name, for settings in a file. Providers are found by {@link ServiceLoader};
 * luffy-rewards has one.
 */
public interface RewardProvider {

    /**
     * Returns the names of the rewards that this provider makes.
     *
     * @return such as {@code math}
     */
    Set<String> kinds();

    /**
     * Makes a reward.
     *
     * @param kind one of {@link #kinds}
     * @param options by name: numbers, booleans, texts, or lists of them
     * @return the reward
     * @throws IllegalArgumentException for an unknown option or a wrong value, in the form {@code
     *     option = value: need ..}
     */
    RewardFunction create(String kind, Map<String, Object> options);

    /**
     * Makes a reward of whichever provider has it.
     *
     * @param kind such as {@code math}
     * @param options by name
     * @return the reward
     * @throws IllegalArgumentException if no provider has it, naming those that are there, or an
     *     option is wrong
     */
    static RewardFunction find(String kind, Map<String, Object> options) {
        Set<String> known = new TreeSet<>();
        for (RewardProvider provider : ServiceLoader.load(RewardProvider.class)) {
            if (provider.kinds().contains(kind)) {
                try {
                    return provider.create(kind, options);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("reward." + e.getMessage(), e);
                }
            }
            known.addAll(provider.kinds());
        }
        throw new IllegalArgumentException(
                "reward.kind = "
                        + kind
                        + ": "
                        + (known.isEmpty()
                                ? "no reward provider is on the class path"
                                : "need one of " + String.join(", ", known))
                        + "; io.github.luffyrl:luffy-rewards has math, text, choice and numeric,"
                        + " and a program can give a RewardFunction of its own");
    }
}
