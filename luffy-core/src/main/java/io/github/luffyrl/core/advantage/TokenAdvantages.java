package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.rollout.ResponseMask;

/**
 * Advantages and returns per token.
 *
 * @param advantages {@code A}, {@code [B][L]}, 0 outside the mask
 * @param returns what a value function is to predict, {@code [B][L]}, 0 outside the mask
 */
public record TokenAdvantages(double[][] advantages, double[][] returns) {

    /**
     * Returns the same with advantages of mean 0 and deviation 1 over the mask.
     *
     * @param mask {@code [B][L]}
     * @return whitened advantages, the same returns
     * @throws IllegalArgumentException if the mask has fewer than two tokens
     */
    public TokenAdvantages whitened(ResponseMask mask) {
        Whitening whitening = Whitening.fit(advantages, mask);
        return new TokenAdvantages(mask.map("advantages", advantages, whitening::apply), returns);
    }
}
