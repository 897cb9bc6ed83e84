package io.github.luffyrl.core.reward;

/** Where in a response its reward is written. */
public final class RewardPlacement {

    private RewardPlacement() {}

    /**
     * Writes a reward at the last token that counts.
     *
     * @param reward reward of the whole response
     * @param mask which tokens count, a run from the first one {@code [L]}
     * @return rewards per token, 0 everywhere else {@code [L]}
     * @throws IllegalArgumentException if no token counts
     */
    public static double[] atLastToken(double reward, boolean[] mask) {
        int length = 0;
        for (boolean counts : mask) {
            length += counts ? 1 : 0;
        }
        if (length == 0) {
            throw new IllegalArgumentException(
                    "reward " + reward + " of an empty response has no token to be written at");
        }
        double[] rewards = new double[mask.length];
        rewards[length - 1] = reward;
        return rewards;
    }
}
