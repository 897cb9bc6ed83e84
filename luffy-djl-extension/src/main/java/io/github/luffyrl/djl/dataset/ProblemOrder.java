package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.djl.internal.TokenRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * The endless order in which problems are drawn: a fresh permutation for every pass over the data,
 * each a pure function of seed and pass.
 */
final class ProblemOrder implements Iterator<Integer> {

    private final int problems;
    private final long seed;
    private long drawn;
    private long pass = -1;
    private List<Integer> permutation = List.of();

    ProblemOrder(int problems, long seed) {
        this.problems = problems;
        this.seed = seed;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    /** Draws the index of the next problem. */
    @Override
    public Integer next() {
        if (drawn / problems != pass) {
            pass = drawn / problems;
            permutation = permutation();
        }
        return permutation.get((int) (drawn++ % problems));
    }

    /** How many problems were drawn so far: the whole state. */
    long drawn() {
        return drawn;
    }

    /** Resumes after a number of drawn problems. */
    void restore(long drawnBefore) {
        drawn = drawnBefore;
    }

    private List<Integer> permutation() {
        List<Integer> indices = new ArrayList<>(problems);
        for (int i = 0; i < problems; i++) {
            indices.add(i);
        }
        Collections.shuffle(indices, new Random(TokenRandom.seed(seed, pass)));
        return indices;
    }
}
