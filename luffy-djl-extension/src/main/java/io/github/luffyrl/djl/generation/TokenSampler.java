package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.internal.TokenRandom;

/**
 * Picks the next tokens. The softmax is libtorch's; what is random happens in Java, from the
 * caller's generator alone.
 */
public final class TokenSampler {

    private final SamplingParams params;
    private final SamplingFilter truncation;

    /**
     * Creates a sampler.
     *
     * @param params how to sample
     */
    public TokenSampler(SamplingParams params) {
        this.params = params;
        this.truncation = new SamplingFilter(params);
    }

    /**
     * A picked token.
     *
     * @param token its id
     * @param logProb its log-probability under the policy, {@code log_softmax(logits /
     *     temperature)}; at temperature 0 {@code log_softmax(logits)}
     * @param samplingLogProb its log-probability under the distribution it was drawn from, in which
     *     only the tokens that may be drawn share the probability; at temperature 0 it is 0
     */
    public record Sample(int token, float logProb, float samplingLogProb) {}

    /**
     * Returns what the policy gives each token.
     *
     * @param logits of the next token {@code [B, V]}
     * @return {@code softmax(logits / temperature)} row by row; at temperature 0 {@code
     *     softmax(logits)}
     */
    public float[] probabilities(NDArray logits) {
        float scale = params.greedy() ? 1 : (float) (1 / params.temperature());
        try (NDArray factor = logits.getManager().create(scale);
                NDArray scaled = logits.mul(factor);
                NDArray wide = scaled.toType(DataType.FLOAT32, false);
                NDArray softmax = wide.softmax(-1)) {
            return softmax.toFloatArray();
        }
    }

    /**
     * Picks a token.
     *
     * @param probabilities a matrix, row by row, see {@link #probabilities}
     * @param row which row to use, from 0
     * @param vocabulary length of a row
     * @param random the trajectory's generator; one number is drawn unless greedy
     * @return the token
     * @throws IllegalStateException if the row's probabilities are NaN
     */
    public Sample sample(float[] probabilities, int row, int vocabulary, TokenRandom random) {
        int from = row * vocabulary;
        double total = 0;
        for (int i = from; i < from + vocabulary; i++) {
            total += probabilities[i];
        }
        if (!(total > 0)) {
            throw new IllegalStateException(
                    "the probabilities of the next token add up to "
                            + total
                            + ": a logit is NaN or infinite, the model's weights have diverged");
        }
        if (params.greedy()) {
            int token = likeliest(probabilities, from, vocabulary);
            return new Sample(token, log(probabilities[from + token], total), 0);
        }
        double uniform = random.nextUniform();
        if (!params.truncated()) {
            int token = draw(probabilities, from, vocabulary, uniform * total);
            float logProb = log(probabilities[from + token], total);
            return new Sample(token, logProb, logProb);
        }
        int[] kept = truncation.keep(probabilities, from, vocabulary, total);
        float[] weights = new float[kept.length];
        double keptTotal = 0;
        for (int i = 0; i < kept.length; i++) {
            weights[i] = probabilities[from + kept[i]];
            keptTotal += weights[i];
        }
        int drawn = draw(weights, 0, kept.length, uniform * keptTotal);
        return new Sample(kept[drawn], log(weights[drawn], total), log(weights[drawn], keptTotal));
    }

    private static float log(double weight, double total) {
        return (float) (Math.log(weight) - Math.log(total));
    }

    private static int likeliest(float[] probabilities, int from, int vocabulary) {
        int best = from;
        for (int i = from; i < from + vocabulary; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best - from;
    }

    private static int draw(float[] weights, int from, int count, double target) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < count; i++) {
            float weight = weights[from + i];
            if (weight > 0) {
                sum += weight;
                last = i;
                if (target < sum) {
                    return i;
                }
            }
        }
        return last; // rounding left the target at the very end
    }
}
