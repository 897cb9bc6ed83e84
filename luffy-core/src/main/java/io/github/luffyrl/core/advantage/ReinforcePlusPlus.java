package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.rollout.ResponseMask;

/**
 * REINFORCE++ (arXiv 2501.03262): discounted sums of the rewards that follow, whitened over the
 * batch instead of compared within a group.
 *
 * @param gamma discount, 0 to 1
 */
public record ReinforcePlusPlus(double gamma) {

    /** Rejects a discount outside 0 to 1. */
    public ReinforcePlusPlus {
        if (!(gamma >= 0 && gamma <= 1)) {
            throw new IllegalArgumentException("gamma = " + gamma + ", need 0 to 1");
        }
    }

    /**
     * Estimates the advantages of a padded batch. Padding has no effect.
     *
     * @param rewards {@code R}, {@code [B][L]}; those outside the mask are dropped
     * @param mask {@code [B][L]}
     * @return whitened advantages, and the sums they come from
     * @throws IllegalArgumentException if the mask has fewer than two tokens, or the shapes differ
     */
    public TokenAdvantages estimate(double[][] rewards, ResponseMask mask) {
        double[][] returns = mask.keep("rewards", rewards);
        for (int b = 0; b < returns.length; b++) {
            double next = 0;
            for (int t = returns[b].length - 1; t >= 0; t--) {
                next = mask.at(b, t) ? returns[b][t] + gamma * next : 0;
                returns[b][t] = next;
            }
        }
        return new TokenAdvantages(returns, returns).whitened(mask);
    }
}
