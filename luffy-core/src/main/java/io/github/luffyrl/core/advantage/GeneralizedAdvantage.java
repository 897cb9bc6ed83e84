package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.rollout.ResponseMask;

/**
 * Generalized advantage estimation, GAE (arXiv 1506.02438, equation 16): from right to left {@code
 * delta[t] = R[t] + gamma * V[t+1] - V[t]}, {@code A[t] = delta[t] + gamma * lambda * A[t+1]}.
 *
 * @param gamma discount, 0 to 1
 * @param lambda 0 trusts the value function (one step), 1 the rewards (Monte Carlo)
 */
public record GeneralizedAdvantage(double gamma, double lambda) {

    /** Rejects values outside 0 to 1. */
    public GeneralizedAdvantage {
        if (!(gamma >= 0 && gamma <= 1) || !(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException(
                    "gamma = " + gamma + ", lambda = " + lambda + ": need 0 to 1");
        }
    }

    /**
     * Estimates the advantages of a padded batch. Padding has no effect.
     *
     * @param rewards {@code R}, {@code [B][L]}
     * @param values {@code V}, {@code [B][L]}
     * @param mask {@code [B][L]}
     * @return advantages, not whitened, and returns {@code A + V}
     * @throws IllegalArgumentException if the shapes differ
     */
    public TokenAdvantages estimate(double[][] rewards, double[][] values, ResponseMask mask) {
        TokenAdvantages recursion =
                recursion(mask.keep("rewards", rewards), mask.keep("values", values));
        return new TokenAdvantages(
                mask.keep("advantages", recursion.advantages()),
                mask.keep("returns", recursion.returns()));
    }

    /**
     * Runs the bare recursion over rows of any content: whatever follows the end of a response
     * counts, as in the reference implementations.
     *
     * @param rewards {@code R}, {@code [B][L]}
     * @param values {@code V}, {@code [B][L]}
     * @return advantages and returns at all positions
     */
    public TokenAdvantages recursion(double[][] rewards, double[][] values) {
        double[][] advantages = new double[rewards.length][];
        double[][] returns = new double[rewards.length][];
        for (int b = 0; b < rewards.length; b++) {
            int length = rewards[b].length;
            advantages[b] = new double[length];
            returns[b] = new double[length];
            recursion(rewards[b], values[b], length, advantages[b], returns[b]);
        }
        return new TokenAdvantages(advantages, returns);
    }

    private void recursion(
            double[] rewards, double[] values, int length, double[] advantages, double[] returns) {
        double nextValue = 0;
        double nextAdvantage = 0;
        for (int t = length - 1; t >= 0; t--) {
            double delta = rewards[t] + gamma * nextValue - values[t];
            advantages[t] = delta + gamma * lambda * nextAdvantage;
            returns[t] = advantages[t] + values[t];
            nextValue = values[t];
            nextAdvantage = advantages[t];
        }
    }
}
