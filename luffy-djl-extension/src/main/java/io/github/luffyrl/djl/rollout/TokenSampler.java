package io.github.luffyrl.djl.rollout;

import io.github.luffyrl.core.rollout.SamplingParams;

/** Picks the next token from logits, in plain Java. Stateless but for the caller's generator. */
public final class TokenSampler {

    private final SamplingParams params;

    /**
     * Creates a sampler.
     *
     * @param params how to sample
     */
    public TokenSampler(SamplingParams params) {
        this.params = params;
    }

    /**
     * A picked token.
     *
     * @param token its id
     * @param logProb its log-probability under {@code softmax(logits / temperature)}; at
     *     temperature 0 under {@code softmax(logits)}
     */
    public record Sample(int token, float logProb) {}

    /**
     * Picks a token.
     *
     * @param logits a matrix, row by row
     * @param row which row to use, from 0
     * @param vocabulary length of a row
     * @param random the trajectory's generator; one number is drawn unless greedy
     * @return the token
     * @throws IllegalStateException if a logit of the row is NaN, or the largest one is infinite
     */
    public Sample sample(float[] logits, int row, int vocabulary, TokenRandom random) {
        int from = row * vocabulary;
        int best = from;
        for (int i = from; i < from + vocabulary; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        double temperature = params.greedy() ? 1 : params.temperature();
        double[] weights = new double[vocabulary];
        double total = 0;
        for (int i = 0; i < vocabulary; i++) {
            weights[i] = Math.exp((logits[from + i] - logits[best]) / temperature);
            total += weights[i];
        }
        if (Double.isNaN(total)) {
            throw new IllegalStateException(
                    "a logit is NaN, or the largest one ("
                            + logits[best]
                            + ") is infinite: the model's weights have diverged");
        }
        int token = params.greedy() ? best - from : draw(weights, random.nextUniform() * total);
        return new Sample(token, (float) (Math.log(weights[token]) - Math.log(total)));
    }

    private static int draw(double[] weights, double target) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i];
                last = i;
                if (target < sum) {
                    return i;
                }
            }
        }
        return last; // rounding left the target at the very end
    }
}
