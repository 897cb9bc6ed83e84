package io.github.luffyrl.core.objective;

/**
 * The distribution of one token: {@code softmax(logits / temperature)}, with the gradients of what
 * objectives are made of: the {@link ReferenceActor}'s model.
 */
final class TokenDistribution {

    private final double[] logProbs;
    private final double entropy;
    private final double temperature;

    /**
     * Normalises logits.
     *
     * @param logits {@code [V]}, finite
     * @param temperature the logits are divided by it, above 0
     */
    TokenDistribution(double[] logits, double temperature) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature = " + temperature + ": need above 0");
        }
        this.temperature = temperature;
        logProbs = new double[logits.length];
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp((logit - max) / temperature);
        }
        double h = 0;
        for (int v = 0; v < logits.length; v++) {
            logProbs[v] = (logits[v] - max) / temperature - Math.log(sum);
            double p = Math.exp(logProbs[v]);
            h -= p == 0 ? 0 : p * logProbs[v];
        }
        entropy = h;
    }

    /**
     * Returns a token's log-probability.
     *
     * @param token its id
     * @return at most 0
     */
    double logProb(int token) {
        return logProbs[token];
    }

    /**
     * Returns the entropy.
     *
     * @return in nats
     */
    double entropy() {
        return entropy;
    }

    /**
     * Returns the gradient of a loss with respect to the logits.
     *
     * @param token the token whose log-probability the loss depends on
     * @param byLogProb derivative of the loss with respect to that log-probability
     * @param byEntropy derivative of the loss with respect to the entropy
     * @return {@code [V]}
     */
    double[] logitGradient(int token, double byLogProb, double byEntropy) {
        double[] gradient = new double[logProbs.length];
        for (int v = 0; v < gradient.length; v++) {
            double p = Math.exp(logProbs[v]);
            double ofLogProb = (v == token ? 1 : 0) - p;
            double ofEntropy = p == 0 ? 0 : -p * (logProbs[v] + entropy);
            gradient[v] = (byLogProb * ofLogProb + byEntropy * ofEntropy) / temperature;
        }
        return gradient;
    }
}
