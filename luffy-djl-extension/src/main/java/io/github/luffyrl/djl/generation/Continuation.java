package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.Arrays;
import java.util.Set;

/** A response while it is being written. */
final class Continuation {

    private final int[] prompt;
    private final int[] response;
    private final float[] logProbs;
    private final float[] samplingLogProbs;
    private final int prefixLength;
    private final PrefixUse prefixUse;
    private final Set<Integer> endTokens;
    private final TokenRandom random;
    private int length;

    Continuation(RolloutRequest request, int maxResponseTokens, Set<Integer> endTokens) {
        int[] prefix = request.prefix().tokens();
        this.prompt = request.prompt();
        this.length = Math.min(prefix.length, maxResponseTokens);
        this.prefixLength = length;
        this.prefixUse = request.prefix().use();
        this.response = Arrays.copyOf(Arrays.copyOf(prefix, length), maxResponseTokens);
        this.logProbs = new float[maxResponseTokens];
        this.samplingLogProbs = new float[maxResponseTokens];
        this.endTokens = endTokens;
        this.random = new TokenRandom(request.seed());
    }

    /** Whether nothing is left to write: the end was reached or no room is left. */
    boolean done() {
        return length == response.length || ended();
    }

    private boolean ended() {
        return length > 0 && endTokens.contains(response[length - 1]);
    }

    void append(TokenSampler.Sample sample) {
        response[length] = sample.token();
        logProbs[length] = sample.logProb();
        samplingLogProbs[length] = sample.samplingLogProb();
        length++;
    }

    TokenRandom random() {
        return random;
    }

    /** The tokens so far, prompt first, at least one. */
    int[] tokens() {
        int[] tokens = Arrays.copyOf(prompt, prompt.length + length);
        System.arraycopy(response, 0, tokens, prompt.length, length);
        return tokens;
    }

    /** The last token so far. */
    int lastToken() {
        return length > 0 ? response[length - 1] : prompt[prompt.length - 1];
    }

    int promptLength() {
        return prompt.length;
    }

    Trajectory trajectory() {
        return new Trajectory(
                prompt,
                Arrays.copyOf(response, length),
                prefixLength,
                prefixUse,
                Arrays.copyOf(logProbs, length),
                Arrays.copyOf(samplingLogProbs, length),
                ended());
    }
}
