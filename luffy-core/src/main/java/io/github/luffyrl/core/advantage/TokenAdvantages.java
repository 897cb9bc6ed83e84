package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.Arrays;

/** Advantages and returns per token, {@code [B][L]} each, where rows may differ in length. */
public final class TokenAdvantages {

    private final double[][] advantages;
    private final double[][] returns;

    /**
     * Copies both.
     *
     * @param advantages {@code A}, {@code [B][L]}, 0 outside the mask
     * @param returns what a value function is to predict, {@code [B][L]}, 0 outside the mask
     */
    public TokenAdvantages(double[][] advantages, double[][] returns) {
        this.advantages = copy(advantages);
        this.returns = copy(returns);
    }

    /**
     * Returns the advantages.
     *
     * @return a copy, {@code [B][L]}, 0 outside the mask
     */
    public double[][] advantages() {
        return copy(advantages);
    }

    /**
     * Returns what a value function is to predict.
     *
     * @return a copy, {@code [B][L]}, 0 outside the mask
     */
    public double[][] returns() {
        return copy(returns);
    }

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

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenAdvantages that
                && Arrays.deepEquals(advantages, that.advantages)
                && Arrays.deepEquals(returns, that.returns);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(advantages) + Arrays.deepHashCode(returns);
    }

    @Override
    public String toString() {
        return "TokenAdvantages[advantages="
                + Arrays.deepToString(advantages)
                + ", returns="
                + Arrays.deepToString(returns)
                + "]";
    }
}
