package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.model.CausalLm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A language model with everything that decides how responses are sampled from it. */
final class ResponseGenerator {

    private final Block model;
    private final TokenSampler sampler;
    private final int maxTokens;
    private final Set<Integer> endTokens;

    /** The stop tokens end responses beside the end-of-sequence tokens of a {@link CausalLm}. */
    ResponseGenerator(Block model, SamplingParams sampling) {
        this.model = model;
        sampler = new TokenSampler(sampling);
        maxTokens = sampling.maxResponseTokens();
        endTokens = new HashSet<>(sampling.stopTokens());
        if (model instanceof CausalLm causalLm) {
            endTokens.addAll(causalLm.config().eosTokenIds());
        }
    }

    PartialResponse begin(RolloutRequest request) {
        return new PartialResponse(request, maxTokens, endTokens);
    }

    /** Reads what the responses start from; none of them is done yet. */
    DecodingLoop open(NDManager manager, ParameterStore store, List<PartialResponse> responses) {
        return DecodingLoop.open(model, sampler, manager, store, responses);
    }
}
