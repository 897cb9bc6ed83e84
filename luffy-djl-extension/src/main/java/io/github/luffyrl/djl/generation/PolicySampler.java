package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rejection.SamplingRound;
import io.github.luffyrl.core.rejection.TraceSampler;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Samples correct responses of a policy, for rejection sampling.
 *
 * @param sampling the policy and its reward; temperature above 0, or all samples would be the same
 * @param seed of the samples
 * @param traces makes a trace of a correct response
 */
public record PolicySampler(
        ScoredSampling sampling, long seed, Function<ScoredResponse, Demonstration> traces)
        implements TraceSampler {

    /** Rejects greedy sampling. */
    public PolicySampler {
        if (!(sampling.temperature() > 0)) {
            throw new IllegalArgumentException(
                    "temperature = "
                            + sampling.temperature()
                            + ": all samples would be the same; need above 0");
        }
    }

    /**
     * Samples a policy. Traces are texts without behaviour probabilities.
     *
     * @param policy the policy that is sampled
     * @param encoder encodes problems and decodes responses
     * @param reward decides which responses are correct
     * @param temperature above 0
     * @param seed of the samples
     */
    public PolicySampler(
            Policy policy,
            ProblemEncoder encoder,
            RewardFunction reward,
            double temperature,
            long seed) {
        this(
                new ScoredSampling(policy, encoder, reward, temperature),
                seed,
                response -> Demonstration.of(response.completion().text()));
    }

    @Override
    public List<SamplingRound> sample(List<Request> requests) {
        List<ScoredSampling.Request> rollouts = new ArrayList<>();
        for (Request request : requests) {
            Tokens prompt = sampling.encoder().encodePrompt(request.problem());
            for (int i = 0; i < request.samples(); i++) {
                long sampleSeed = seed(seed, request.problem().id(), request.first() + i);
                rollouts.add(
                        new ScoredSampling.Request(
                                request.problem(),
                                new RolloutRequest(prompt, Prefix.NONE, sampleSeed)));
            }
        }
        List<ScoredResponse> responses = sampling.sample(rollouts);
        List<SamplingRound> rounds = new ArrayList<>();
        int from = 0;
        for (Request request : requests) {
            int to = from + request.samples();
            rounds.add(round(request, responses.subList(from, to)));
            from = to;
        }
        return rounds;
    }

    /**
     * Returns the seed of a sample. It comes from the problem's id, so that a sample does not
     * depend on what else is collected.
     *
     * @param seed of all samples
     * @param problem the problem's id
     * @param sample number of the sample, counted from 0
     * @return differs wherever one of them differs
     */
    public static long seed(long seed, String problem, int sample) {
        long name = TokenRandom.seed(problem.chars().asLongStream().toArray());
        return TokenRandom.seed(seed, name, sample);
    }

    private SamplingRound round(Request request, List<ScoredResponse> responses) {
        Demonstration trace =
                responses.stream()
                        .filter(ScoredResponse::solved)
                        .filter(response -> !response.completion().text().isEmpty())
                        .map(traces)
                        .findFirst()
                        .orElse(null);
        long tokens = responses.stream().mapToLong(r -> r.trajectory().length()).sum();
        return new SamplingRound(
                request.problem().id(), responses.size(), new Compute(tokens, 0), trace);
    }
}
