package io.github.luffyrl.djl.loss;

/**
 * A mean that remembers what it is a mean of, so that means can be joined.
 *
 * @param sum of the values, each times its weight
 * @param weight of all of them
 */
public record Mean(double sum, double weight) {

    /** Of no value. */
    public static final Mean OF_NOTHING = new Mean(0, 0);

    /**
     * Returns the mean of these values and others.
     *
     * @param other the others
     * @return the mean of both
     */
    public Mean plus(Mean other) {
        return new Mean(sum + other.sum, weight + other.weight);
    }

    /**
     * Returns the mean.
     *
     * @return NaN if there is no value
     */
    public double value() {
        return sum / weight;
    }
}
