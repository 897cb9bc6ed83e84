package io.github.luffyrl.examples.comparison;

import java.util.List;

/**
 * What is sampled of each trained model, for pass@k against the temperature: answers to problems of
 * the set {@link io.github.luffyrl.examples.task.SetRole#HELD_OUT}.
 *
 * @param temperatures none for no sampling, each above 0
 * @param samples of each problem at each temperature, at least 1
 * @param problems how many, at most
 */
public record Sampling(List<Double> temperatures, int samples, int problems) {

    /** Sorts and checks. */
    public Sampling {
        temperatures = temperatures.stream().sorted().distinct().toList();
        if (temperatures.stream().anyMatch(t -> !(t > 0)) || samples < 1 || problems < 1) {
            throw new IllegalArgumentException(
                    "temperatures "
                            + temperatures
                            + ", samples "
                            + samples
                            + ", problems "
                            + problems
                            + ": need temperatures above 0, samples and problems of at least 1");
        }
    }
}
