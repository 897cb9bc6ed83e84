package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.djl.rollout.TokenRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order in which problems are drawn: a fresh permutation for every pass over the data, each a
 * pure function of seed and pass. A pass that ends within a step runs on into the next.
 */
final class ProblemOrder {

    private final int problems;
    private final long seed;
    private long drawn;
    private List<Integer> permutation = List.of();

    ProblemOrder(int problems, long seed) {
        this.problems = problems;
        this.seed = seed;
    }

    /** Draws the indices of the next problems. */
    List<Integer> next(int count) {
        List<Integer> indices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = (int) (drawn % problems);
            if (at == 0) {
                permutation = permutation(drawn / problems);
            }
            indices.add(permutation.get(at));
            drawn++;
        }
        return indices;
    }

    private List<Integer> permutation(long pass) {
        List<Integer> indices = new ArrayList<>(problems);
        for (int i = 0; i < problems; i++) {
            indices.add(i);
        }
        Collections.shuffle(indices, new Random(TokenRandom.seed(seed, pass)));
        return indices;
    }
}
