package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.internal.TokenRandom;
import java.util.Arrays;
import java.util.Set;

/** A response while it is generated. */
final class PartialResponse {

    private final RolloutRequest request;
    private final int prefixLength;
    private final int[] response;
    private final float[] logProbs;
    private final float[] samplingLogProbs;
    private final Set<Integer> endTokens;
    private final TokenRandom random;
    private int length;

    PartialResponse(RolloutRequest request, int maxResponseTokens, Set<Integer> endTokens) {
        this.request = request;
        Tokens prefix = request.prefix().tokens();
        prefixLength = Math.min(prefix.length(), maxResponseTokens);
        length = prefixLength;
        response = Arrays.copyOf(prefix.first(length).toArray(), maxResponseTokens);
        logProbs = new float[maxResponseTokens];
        samplingLogProbs = new float[maxResponseTokens];
        this.endTokens = endTokens;
        random = new TokenRandom(request.seed());
    }

    /** Whether nothing is left to generate: the end was reached or no room is left. */
    boolean done() {
        return length == response.length || ended();
    }

    /** Whether the last token is an end-of-sequence token. */
    boolean ended() {
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

    /** The tokens of the prompt. */
    Tokens prompt() {
        return request.prompt();
    }

    /** The tokens of the response so far. */
    Tokens response() {
        return Tokens.of(Arrays.copyOf(response, length));
    }

    /** The last token so far. */
    int lastToken() {
        Tokens prompt = request.prompt();
        return length > 0 ? response[length - 1] : prompt.get(prompt.length() - 1);
    }

    Trajectory trajectory() {
        return new Trajectory(
                request.prompt(),
                response(),
                prefixLength,
                request.prefix().use(),
                Arrays.copyOf(logProbs, length),
                Arrays.copyOf(samplingLogProbs, length),
                ended());
    }
}
