package io.github.luffyrl.core.objective;

/**
 * How the losses of micro-batches become that of the mini-batch (quirk Q14 in
 * docs/paper-to-code.md).
 */
public sealed interface Accumulation {

    /**
     * Every micro-batch is normalised by the counts of the whole mini-batch, so the sum does not
     * depend on how it is cut.
     *
     * @return the rule of this project
     */
    static Accumulation wholeMiniBatch() {
        return new WholeMiniBatch();
    }

    /**
     * Every micro-batch is normalised by its own counts and divided by a constant, as in the
     * reference implementations: means are means of means, and if there are more micro-batches than
     * the divisor says, they grow with their number.
     *
     * @param divisor mini-batch size over micro-batch size, at least 1
     * @return the rule of the reference
     */
    static Accumulation sumOfMicroBatches(int divisor) {
        return new SumOfMicroBatches(divisor);
    }

    /** See {@link Accumulation#wholeMiniBatch()}. */
    record WholeMiniBatch() implements Accumulation {}

    /**
     * See {@link Accumulation#sumOfMicroBatches(int)}.
     *
     * @param divisor at least 1
     */
    record SumOfMicroBatches(int divisor) implements Accumulation {
        /** Rejects a divisor below 1. */
        public SumOfMicroBatches {
            if (divisor < 1) {
                throw new IllegalArgumentException("divisor = " + divisor + ": need at least 1");
            }
        }
    }
}
