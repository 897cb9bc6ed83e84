package io.github.luffyrl.djl.internal;

/**
 * The generator of one trajectory: draw {@code i} is a pure function of the seed and {@code i}
 * (SplitMix64), so its whole state is two numbers and a trajectory does not depend on what is
 * sampled beside it.
 */
public final class TokenRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long draws;

    /**
     * Creates a generator.
     *
     * @param seed any number; see {@link #seed(long...)}
     */
    public TokenRandom(long seed) {
        this.seed = seed;
    }

    /**
     * Mixes the coordinates of a trajectory into a seed.
     *
     * @param coordinates such as run seed, step, problem and sample index
     * @return a seed that differs wherever a coordinate differs
     */
    public static long seed(long... coordinates) {
        long seed = 0;
        for (long coordinate : coordinates) {
            seed = mix(seed + GOLDEN_GAMMA + mix(coordinate + GOLDEN_GAMMA));
        }
        return seed;
    }

    /**
     * Draws a number.
     *
     * @return uniform in [0, 1)
     */
    public double nextUniform() {
        draws++;
        return (mix(seed + draws * GOLDEN_GAMMA) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
