package io.github.luffyrl.core.rollout;

import java.io.Serializable;
import java.util.Set;

/**
 * How a policy samples: from the whole vocabulary, or from its most likely part.
 *
 * <pre>{@code
 * new SamplingParams(0.6, 4096).withTopK(20).withTopP(0.95).withStopTokens(Set.of(151645))
 * }</pre>
 *
 * <p>The logits are divided by the temperature, and tokens are left out in this order: all but the
 * {@code topK} most likely; of what is left, renormalised, all beyond the smallest set that holds
 * {@code topP}; those less likely than {@code minP} times the most likely. Of equally likely tokens
 * the smaller id comes first. The most likely token always stays.
 *
 * @param temperature the logits are divided by it; 0 picks the most likely token
 * @param maxResponseTokens longest response, prefix included, at least 1
 * @param topK how many tokens stay at most; 0 for all
 * @param topP probability that the tokens that stay must reach, in (0, 1]; 1 for all
 * @param minP least probability relative to the most likely token's, in [0, 1]; 0 for all
 * @param stopTokens tokens that end a response, beside the model's own end tokens
 */
public record SamplingParams(
        double temperature,
        int maxResponseTokens,
        int topK,
        double topP,
        double minP,
        Set<Integer> stopTokens)
        implements Serializable {

    /** Checks the ranges. */
    public SamplingParams {
        require(
                temperature >= 0 && !Double.isInfinite(temperature),
                "temperature",
                temperature,
                ">= 0");
        require(maxResponseTokens >= 1, "maxResponseTokens", maxResponseTokens, "at least 1");
        require(topK >= 0, "topK", topK, "at least 0, 0 for all tokens");
        require(topP > 0 && topP <= 1, "topP", topP, "one in (0, 1], 1 for all tokens");
        require(minP >= 0 && minP <= 1, "minP", minP, "one in [0, 1], 0 for all tokens");
        stopTokens = Set.copyOf(stopTokens);
        for (int token : stopTokens) {
            require(token >= 0, "stop token", token, "a token id, at least 0");
        }
    }

    /**
     * Samples from the whole vocabulary until the model's own end tokens.
     *
     * @param temperature the logits are divided by it; 0 picks the most likely token
     * @param maxResponseTokens longest response, prefix included, at least 1
     */
    public SamplingParams(double temperature, int maxResponseTokens) {
        this(temperature, maxResponseTokens, 0, 1, 0, Set.of());
    }

    private static void require(boolean holds, String name, Number value, String need) {
        if (!holds) {
            throw new IllegalArgumentException(name + " = " + value + ", need " + need);
        }
    }

    /**
     * Keeps the most likely tokens only.
     *
     * @param count how many, 0 for all
     * @return these parameters otherwise
     */
    public SamplingParams withTopK(int count) {
        return new SamplingParams(temperature, maxResponseTokens, count, topP, minP, stopTokens);
    }

    /**
     * Keeps the smallest set of tokens that is likely enough (nucleus sampling).
     *
     * @param probability what the set must reach, in (0, 1]; 1 for all tokens
     * @return these parameters otherwise
     */
    public SamplingParams withTopP(double probability) {
        return new SamplingParams(
                temperature, maxResponseTokens, topK, probability, minP, stopTokens);
    }

    /**
     * Keeps tokens that are not too unlikely beside the most likely one.
     *
     * @param share of the most likely token's probability, in [0, 1]; 0 for all tokens
     * @return these parameters otherwise
     */
    public SamplingParams withMinP(double share) {
        return new SamplingParams(temperature, maxResponseTokens, topK, topP, share, stopTokens);
    }

    /**
     * Ends responses at further tokens, which stay part of the response.
     *
     * @param tokens token ids, beside the model's own end tokens
     * @return these parameters otherwise
     */
    public SamplingParams withStopTokens(Set<Integer> tokens) {
        return new SamplingParams(temperature, maxResponseTokens, topK, topP, minP, tokens);
    }

    /**
     * Returns whether the most likely token is taken instead of a random one.
     *
     * @return true for temperature 0
     */
    public boolean greedy() {
        return temperature == 0;
    }

    /**
     * Returns whether a token may be left out, so that the sampling distribution is not the
     * policy's.
     *
     * @return true if {@code topK}, {@code topP} or {@code minP} is in use
     */
    public boolean truncated() {
        return topK > 0 || topP < 1 || minP > 0;
    }
}
