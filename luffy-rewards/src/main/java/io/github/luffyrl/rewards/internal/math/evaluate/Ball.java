package io.github.luffyrl.rewards.internal.math.evaluate;

/**
 * A complex number that is known up to an error: the true value lies within {@code radius} of it.
 *
 * @param re real part
 * @param im imaginary part
 * @param radius at least 0; NaN or infinite when nothing is known
 */
public record Ball(double re, double im, double radius) {

    /** Nothing is known: a division by zero, an overflow, or a branch that cannot be told. */
    public static final Ball UNKNOWN = new Ball(Double.NaN, Double.NaN, Double.NaN);

    /** 0. */
    public static final Ball ZERO = exact(0);

    /** 1. */
    public static final Ball ONE = exact(1);

    /** The imaginary unit. */
    public static final Ball I = new Ball(0, 1, 0);

    private static final double ULP = 0x1p-52;

    /** Below and above, doubles lose digits or leave their range. */
    private static final double SMALLEST = 1e-290;

    private static final double LARGEST = 1e290;

    /** Turns negative zeros into zeros, so that branch cuts are seen from above. */
    public Ball {
        re += 0.0;
        im += 0.0;
    }

    /**
     * Returns a real number that a double holds exactly.
     *
     * @param value finite
     * @return the number
     */
    public static Ball exact(double value) {
        return new Ball(value, 0, 0);
    }

    /**
     * Returns a real number that is rounded to a double.
     *
     * @param value within two units in the last place of the true one
     * @return the number
     */
    public static Ball rounded(double value) {
        return new Ball(value, 0, 2 * ULP * Math.abs(value));
    }

    /**
     * Returns whether anything is known.
     *
     * @return false for overflows and undefined values
     */
    public boolean isKnown() {
        return Double.isFinite(re) && Double.isFinite(im) && Double.isFinite(radius);
    }

    /**
     * Returns the absolute value of the centre.
     *
     * @return at least 0
     */
    public double size() {
        return im == 0 ? Math.abs(re) : Math.hypot(re, im);
    }

    /**
     * Returns whether the true value may be real.
     *
     * @return true when the imaginary part is within the error
     */
    public boolean mayBeReal() {
        return Math.abs(im) <= radius;
    }

    Ball plus(Ball other) {
        double x = re + other.re;
        double y = im + other.im;
        return new Ball(x, y, radius + other.radius + ULP * (Math.abs(x) + Math.abs(y)));
    }

    Ball negate() {
        return new Ball(-re, -im, radius);
    }

    Ball minus(Ball other) {
        return plus(other.negate());
    }

    Ball times(Ball other) {
        double x = re * other.re - im * other.im;
        double y = re * other.im + im * other.re;
        double rounding = im == 0 && other.im == 0 ? 1 : 3;
        double sizes = size() * other.size();
        if (sizes < SMALLEST && size() > 0 && other.size() > 0) {
            return UNKNOWN;
        }
        boolean whole = x == Math.rint(x) && Math.abs(x) < 0x1p50 && im == 0 && other.im == 0;
        double exactly = whole && radius == 0 && other.radius == 0 && integers(other) ? 0 : 1;
        return new Ball(
                x,
                y,
                exactly * rounding * ULP * sizes
                        + size() * other.radius
                        + other.size() * radius
                        + radius * other.radius);
    }

    private boolean integers(Ball other) {
        return re == Math.rint(re) && other.re == Math.rint(other.re);
    }

    Ball reciprocal() {
        double size = size();
        if (!(size > radius) || size < SMALLEST || size > LARGEST) {
            return UNKNOWN;
        }
        return new Ball(
                re / size / size,
                -im / size / size,
                radius / size / (size - radius) + 6 * ULP / size);
    }

    Ball dividedBy(Ball other) {
        return times(other.reciprocal());
    }

    Ball exp() {
        double size = Math.exp(re);
        if (size < SMALLEST) {
            return UNKNOWN;
        }
        return new Ball(
                size * Math.cos(im),
                im == 0 ? 0 : size * Math.sin(im),
                size * (Math.expm1(radius) * 1.5 + 4 * ULP));
    }

    /** The principal logarithm. */
    Ball log() {
        double size = size();
        boolean acrossTheCut = re < 0 && im != 0 && Math.abs(im) <= radius;
        if (!(size > 2 * radius) || acrossTheCut) {
            return UNKNOWN;
        }
        double real = Math.log(size);
        double angle = Math.atan2(im, re);
        return new Ball(
                real, angle, 2 * radius / size + 4 * ULP * (1 + Math.abs(real) + Math.abs(angle)));
    }

    /** The principal square root. */
    Ball sqrt() {
        double size = size();
        if (size <= 2 * radius) {
            return new Ball(0, 0, Math.sqrt(size + radius));
        }
        boolean acrossTheCut = re < 0 && im != 0 && Math.abs(im) <= radius;
        if (acrossTheCut) {
            return UNKNOWN;
        }
        double root = Math.sqrt((size + Math.abs(re)) / 2);
        double other = im / (2 * root);
        double error = radius / Math.sqrt(size) + 4 * ULP * Math.sqrt(size);
        if (re >= 0) {
            return new Ball(root, other, error);
        }
        return new Ball(Math.abs(other), im < 0 ? -root : root, error);
    }

    Ball power(int exponent) {
        Ball base = exponent < 0 ? reciprocal() : this;
        Ball result = ONE;
        for (int n = Math.abs(exponent); n > 0; n >>= 1) {
            if ((n & 1) != 0) {
                result = result.times(base);
            }
            base = base.times(base);
        }
        return result;
    }

    /** The principal power. */
    Ball power(Ball exponent) {
        boolean integer =
                exponent.im == 0
                        && exponent.radius == 0
                        && exponent.re == Math.rint(exponent.re)
                        && Math.abs(exponent.re) <= 4096;
        if (integer) {
            return power((int) exponent.re);
        }
        if (re == 0 && im == 0 && radius == 0) {
            return exponent.re > 0 ? ZERO : UNKNOWN;
        }
        if (exponent.re == 0.5 && exponent.im == 0 && exponent.radius == 0) {
            return sqrt();
        }
        return log().times(exponent).exp();
    }

    Ball sin() {
        double grown = Math.cosh(Math.abs(im) + radius);
        return new Ball(
                Math.sin(re) * Math.cosh(im),
                im == 0 ? 0 : Math.cos(re) * Math.sinh(im),
                grown * (radius + 4 * ULP));
    }

    Ball cos() {
        double grown = Math.cosh(Math.abs(im) + radius);
        return new Ball(
                Math.cos(re) * Math.cosh(im),
                im == 0 ? 0 : -Math.sin(re) * Math.sinh(im),
                grown * (radius + 4 * ULP));
    }

    Ball absolute() {
        return new Ball(size(), 0, radius + 2 * ULP * size());
    }
}
