package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.djl.internal.TokenRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The order in which problems are drawn: a fresh permutation for every pass over the data, each a
 * pure function of seed and pass. It has no end, unless all problems are retired.
 */
final class ProblemOrder implements Iterator<Integer> {

    private final int problems;
    private final long seed;
    private final IntPredicate retired;
    private long drawn;
    private long pass = -1;
    private List<Integer> permutation = List.of();

    ProblemOrder(int problems, long seed) {
        this(problems, seed, problem -> false);
    }

    /**
     * An order that passes over some problems.
     *
     * @param retired whether a problem, by its index, is not drawn any more
     */
    ProblemOrder(int problems, long seed, IntPredicate retired) {
        this.problems = problems;
        this.seed = seed;
        this.retired = retired;
    }

    @Override
    public boolean hasNext() {
        return !IntStream.range(0, problems).allMatch(retired);
    }

    /** Draws the index of the next problem that is not retired. */
    @Override
    public Integer next() {
        int problem = nextOfAll();
        for (int passed = 0; retired.test(problem); passed++) {
            if (passed > 2 * problems) {
                throw new NoSuchElementException("all " + problems + " problems are retired");
            }
            problem = nextOfAll();
        }
        return problem;
    }

    private int nextOfAll() {
        if (drawn / problems != pass) {
            pass = drawn / problems;
            permutation = permutation();
        }
        return permutation.get((int) (drawn++ % problems));
    }

    /** How many problems were drawn or passed over so far: the whole state. */
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
