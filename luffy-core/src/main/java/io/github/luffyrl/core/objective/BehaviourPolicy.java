package io.github.luffyrl.core.objective;

/** What the weight of an off-policy token is relative to (quirk Q5 in docs/paper-to-code.md). */
public enum BehaviourPolicy {

    /** The demonstrator is taken to be certain of its tokens: probability 1, as in LUFFY. */
    CERTAIN {
        @Override
        double logProb(TokenBatch batch, int row, int token) {
            return 0;
        }
    },

    /**
     * The demonstrator's probabilities {@code q} are given, and the weight is {@code p / (q +
     * 1e-6)}. The shaping is not applied: so does the reference implementation. A demonstration
     * whose probabilities are unknown can stand beside others with {@code q = 1}, the assumption of
     * {@link #CERTAIN}.
     */
    GIVEN {
        @Override
        double logProb(TokenBatch batch, int row, int token) {
            return logOfGiven(batch, row, token);
        }

        @Override
        public PolicyShaping effective(PolicyShaping shaping) {
            return PolicyShaping.none();
        }
    },

    /** As {@link #GIVEN}, with the shaping applied to the ratio. */
    GIVEN_SHAPED {
        @Override
        double logProb(TokenBatch batch, int row, int token) {
            return logOfGiven(batch, row, token);
        }
    },

    /**
     * Off-policy tokens are the policy's own of earlier steps, whose log-probabilities were stored
     * as {@link TokenBatch#oldLogProbs()}: ExGRPO's experience replay.
     */
    STORED {
        @Override
        double logProb(TokenBatch batch, int row, int token) {
            return batch.oldLogProbs()[row][token];
        }
    };

    /** Added to given probabilities. */
    public static final double EPSILON = 1e-6;

    /** Log-probability of an off-policy token under the policy that wrote it. */
    abstract double logProb(TokenBatch batch, int row, int token);

    /**
     * Returns the shaping that is in effect.
     *
     * @param shaping as configured
     * @return the same, or none where it is ignored
     */
    public PolicyShaping effective(PolicyShaping shaping) {
        return shaping;
    }

    private static double logOfGiven(TokenBatch batch, int row, int token) {
        double q = batch.require(TokenBatch.Extra.BEHAVIOUR_PROBS)[row][token];
        if (!(q >= 0)) {
            throw new IllegalArgumentException(
                    "BEHAVIOUR_PROBS["
                            + row
                            + "]["
                            + token
                            + "] = "
                            + q
                            + ": off-policy tokens need the demonstrator's probability");
        }
        return Math.log(q + EPSILON);
    }
}
