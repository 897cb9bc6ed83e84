package io.github.luffyrl.core.prefix;

import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Contexts with seeded draws. */
final class Seeded {

    private Seeded() {}

    /** Draws that follow from a seed. */
    static UniformDraws draws(long seed) {
        return new SplittableRandom(seed)::nextDouble;
    }

    /** A context whose step draws follow from seed and step, and whose run draws from the seed. */
    static PlanContext context(int groupSize, long step, long seed, int[]... demonstrations) {
        return new PlanContext(
                "p" + seed,
                groupSize,
                Stream.of(demonstrations).map(DemonstrationTokens::new).toList(),
                step,
                draws(31 * seed + step),
                draws(-seed));
    }

    /** A demonstration of tokens 1, 2, ..., length. */
    static int[] demonstration(int length) {
        int[] tokens = new int[length];
        for (int t = 0; t < length; t++) {
            tokens[t] = t + 1;
        }
        return tokens;
    }
}
