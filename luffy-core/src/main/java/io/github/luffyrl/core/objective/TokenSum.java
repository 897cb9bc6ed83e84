package io.github.luffyrl.core.objective;

/**
 * The sum of a function over the tokens of a batch.
 *
 * @param sum over the mask
 * @param tokens in the mask
 * @param slopes {@code [B][L]}: derivative of the function at each token, 0 outside the mask
 */
record TokenSum(double sum, long tokens, double[][] slopes) {

    /** The sum over no tokens. */
    static final TokenSum ZERO = new TokenSum(0, 0, new double[0][]);

    /** A function of a token. */
    @FunctionalInterface
    interface OfToken {
        double at(int row, int token);
    }

    static TokenSum of(TokenBatch batch, OfToken value, OfToken slope) {
        double[][] slopes = batch.zeros();
        double sum = 0;
        long tokens = 0;
        for (int b = 0; b < slopes.length; b++) {
            for (int t = 0; t < slopes[b].length; t++) {
                if (batch.mask()[b][t]) {
                    sum += value.at(b, t);
                    slopes[b][t] = slope.at(b, t);
                    tokens++;
                }
            }
        }
        return new TokenSum(sum, tokens, slopes);
    }

    /** The mean over the tokens, 0 if there are none. */
    double mean() {
        return tokens == 0 ? 0 : sum / tokens;
    }

    /** Adds {@code factor} times the sum's gradient; returns {@code factor} times the sum. */
    double addTo(double[][] gradient, double factor) {
        for (int b = 0; b < slopes.length; b++) {
            for (int t = 0; t < slopes[b].length; t++) {
                gradient[b][t] += factor * slopes[b][t];
            }
        }
        return factor * sum;
    }
}
