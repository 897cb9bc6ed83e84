package io.github.luffyrl.rewards.internal.math.evaluate;

/**
 * A point at which expressions are compared: every name gets a value that depends on the name and
 * the seed alone, so two expressions are always probed at the same point.
 *
 * @param seed which point
 * @param domain of what kind the values are
 * @param scale what the sizes of the values are multiplied by
 */
public record Probe(long seed, Domain domain, double scale) {

    /** Of what kind the values of a point are. */
    public enum Domain {
        /** Complex. */
        COMPLEX,
        /** Real, of either sign. */
        REAL,
        /** Positive. */
        POSITIVE
    }

    /** A point of the usual size. */
    public Probe(long seed, Domain domain) {
        this(seed, domain, 1);
    }

    /** Whether the values are real. */
    boolean real() {
        return domain != Domain.COMPLEX;
    }

    /** The value of a name, of a size between 0.4 and 1.9 times the scale. */
    Ball value(String name) {
        long bits = mix(seed * 0x9E3779B97F4A7C15L + name.hashCode());
        double size = scale * (0.4 + 1.5 * fraction(bits));
        double angle = 2 * Math.PI * fraction(mix(bits));
        if (real()) {
            boolean positive = domain == Domain.POSITIVE || angle < Math.PI;
            return Ball.exact(positive ? size : -size);
        }
        return new Ball(size * Math.cos(angle), size * Math.sin(angle), 0);
    }

    /** The value of a name modulo a prime. */
    long residue(String name, long prime) {
        return Long.remainderUnsigned(mix(mix(seed) + name.hashCode()), prime);
    }

    private static double fraction(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
