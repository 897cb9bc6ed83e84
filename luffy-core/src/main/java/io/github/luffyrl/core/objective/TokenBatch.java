package io.github.luffyrl.core.objective;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The tokens of a batch of responses, each array {@code [B][L]} (rows, response tokens). What lies
 * outside the mask is never read, so it may hold anything.
 *
 * @param logProbs {@code l}: log-probability under the policy being trained
 * @param oldLogProbs {@code o}: log-probability under the policy at the start of the step
 * @param advantages {@code A}
 * @param mask whether the token belongs to the response
 * @param offPolicy whether the token was copied from a demonstration
 * @param extras what only some objectives read
 */
public record TokenBatch(
        double[][] logProbs,
        double[][] oldLogProbs,
        double[][] advantages,
        boolean[][] mask,
        boolean[][] offPolicy,
        Map<Extra, double[][]> extras) {

    /** What only some objectives read. */
    public enum Extra {
        /**
         * {@code q}: probability (no logarithm) of off-policy tokens under the demonstrator, 1
         * where it is unknown, for {@link BehaviourPolicy#GIVEN}.
         */
        BEHAVIOUR_PROBS(
                "give demonstrations their behaviour probabilities, or use"
                        + " BehaviourPolicy.CERTAIN"),
        /** Log-probability of on-policy tokens under the sampler, for a correction. */
        ROLLOUT_LOG_PROBS(
                "add the sampler's log-probabilities, or use ImportanceCorrection.none()"),
        /** Log-probability under the reference policy, for a {@link KlTerm}. */
        REFERENCE_LOG_PROBS("score the tokens with a reference policy, or use KlTerm.none()"),
        /** {@code V}: value predicted at the start of the step, for a {@link ValueObjective}. */
        OLD_VALUES("score the tokens with a value function"),
        /** {@code G}: what the value function is to predict, for a {@link ValueObjective}. */
        RETURNS("estimate the returns"),
        /** 1 at each token of a right response, else 0, for a process reward model. */
        CORRECT("say which responses are right"),
        /** Entropy of each predicted distribution in nats, for an {@link EntropyCoefficient}. */
        ENTROPIES("add the entropies, or use EntropyCoefficient.none()");

        private final String remedy;

        Extra(String remedy) {
            this.remedy = remedy;
        }
    }

    /** Checks that all arrays have the same shape. */
    public TokenBatch {
        extras = Map.copyOf(extras);
        for (int b = 0; b < logProbs.length; b++) {
            int row = b;
            int length = logProbs[b].length;
            if (oldLogProbs[b].length != length
                    || advantages[b].length != length
                    || mask[b].length != length
                    || offPolicy[b].length != length
                    || extras.values().stream().anyMatch(extra -> extra[row].length != length)) {
                throw new IllegalArgumentException("row " + b + " has arrays of unequal length");
            }
        }
    }

    /**
     * What every objective needs.
     *
     * @param logProbs see the record
     * @param oldLogProbs see the record
     * @param advantages see the record
     * @param mask see the record
     * @param offPolicy see the record
     */
    public TokenBatch(
            double[][] logProbs,
            double[][] oldLogProbs,
            double[][] advantages,
            boolean[][] mask,
            boolean[][] offPolicy) {
        this(logProbs, oldLogProbs, advantages, mask, offPolicy, Map.of());
    }

    /**
     * Adds something that only some objectives read.
     *
     * @param extra what it is
     * @param values {@code [B][L]}
     * @return a batch that has it
     */
    public TokenBatch with(Extra extra, double[][] values) {
        Map<Extra, double[][]> more = new EnumMap<>(Extra.class);
        more.putAll(extras);
        more.put(extra, values);
        return new TokenBatch(logProbs, oldLogProbs, advantages, mask, offPolicy, more);
    }

    /**
     * Cuts out rows.
     *
     * @param from the first row
     * @param to after the last row
     * @return a batch of {@code to - from} rows
     */
    public TokenBatch rows(int from, int to) {
        Map<Extra, double[][]> cut = new EnumMap<>(Extra.class);
        extras.forEach((extra, values) -> cut.put(extra, Arrays.copyOfRange(values, from, to)));
        return new TokenBatch(
                Arrays.copyOfRange(logProbs, from, to),
                Arrays.copyOfRange(oldLogProbs, from, to),
                Arrays.copyOfRange(advantages, from, to),
                Arrays.copyOfRange(mask, from, to),
                Arrays.copyOfRange(offPolicy, from, to),
                cut);
    }

    /**
     * Returns the number of rows.
     *
     * @return {@code B}
     */
    public int rows() {
        return mask.length;
    }

    /**
     * Returns what an objective cannot do without.
     *
     * @param extra what it is
     * @return {@code [B][L]}
     * @throws IllegalArgumentException if the batch does not have it
     */
    public double[][] require(Extra extra) {
        double[][] values = extras.get(extra);
        if (values == null) {
            throw new IllegalArgumentException(
                    "the batch has no " + extra + ", which the loss reads: " + extra.remedy);
        }
        return values;
    }

    /** Tokens of a row that are in the mask. */
    long tokens(int row) {
        return count(mask[row]);
    }

    /** Whether any token of the row was copied from a demonstration. */
    boolean guided(int row) {
        for (int t = 0; t < mask[row].length; t++) {
            if (mask[row][t] && offPolicy[row][t]) {
                return true;
            }
        }
        return false;
    }

    /** The same tokens, fewer of them in the mask. */
    TokenBatch withMask(boolean[][] other) {
        return new TokenBatch(logProbs, oldLogProbs, advantages, other, offPolicy, extras);
    }

    /**
     * Returns zeros of the batch's shape.
     *
     * @return {@code [B][L]}
     */
    public double[][] zeros() {
        return Arrays.stream(mask).map(row -> new double[row.length]).toArray(double[][]::new);
    }

    static long count(boolean[] marks) {
        long count = 0;
        for (boolean mark : marks) {
            count += mark ? 1 : 0;
        }
        return count;
    }
}
