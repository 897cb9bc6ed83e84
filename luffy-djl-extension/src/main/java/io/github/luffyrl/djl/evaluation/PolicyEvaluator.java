package io.github.luffyrl.djl.evaluation;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.generation.ScoredSampling;
import io.github.luffyrl.djl.generation.ScoredSampling.Request;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a policy answer problems, with or without a part of a demonstration.
 *
 * @param sampling the policy and its reward; temperature 0 for the most likely answer
 * @param seed of the samples
 */
public record PolicyEvaluator(ScoredSampling sampling, long seed) {

    /**
     * Evaluates a policy.
     *
     * @param policy the policy that answers
     * @param encoder encodes problems, and cuts demonstrations
     * @param reward scores the answers
     * @param temperature 0 for the most likely answer
     * @param seed of the samples
     */
    public PolicyEvaluator(
            Policy policy,
            ProblemEncoder encoder,
            RewardFunction reward,
            double temperature,
            long seed) {
        this(new ScoredSampling(policy, encoder, reward, temperature), seed);
    }

    /**
     * Evaluates one sample per problem.
     *
     * @param problems what to ask; demonstrations are not shown
     * @return the answers, in the order of the problems
     */
    public List<ScoredResponse> evaluate(List<Problem> problems) {
        return evaluate(problems, 1);
    }

    /**
     * Evaluates several samples per problem.
     *
     * @param problems what to ask; demonstrations are not shown
     * @param samples of each problem, at least 1
     * @return the answers, those to the first problem first
     */
    public List<ScoredResponse> evaluate(List<Problem> problems, int samples) {
        return evaluateEncoded(
                problems.stream()
                        .map(
                                p ->
                                        new EncodedProblem(
                                                p, sampling.encoder().encodePrompt(p), List.of()))
                        .toList(),
                samples);
    }

    /**
     * Evaluates several samples per problem, as {@link #evaluate(List, int)}.
     *
     * @param problems what to ask, in the model's tokens; demonstrations are not shown
     * @param samples of each problem, at least 1
     * @return the answers, those to the first problem first
     */
    public List<ScoredResponse> evaluateEncoded(List<EncodedProblem> problems, int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("samples = " + samples + ": need at least 1");
        }
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < problems.size(); i++) {
            for (int sample = 0; sample < samples; sample++) {
                // The first sample is the same as that of an evaluation with one.
                long sampleSeed =
                        sample == 0 ? TokenRandom.seed(seed, i) : TokenRandom.seed(seed, i, sample);
                requests.add(request(problems.get(i), Prefix.NONE, sampleSeed));
            }
        }
        return sampling.sample(requests);
    }

    /**
     * Evaluates one sample per problem that continues a prefix of the problem's first
     * demonstration. Its seed is that of the sample without a prefix.
     *
     * @param problems what to ask, each with a demonstration
     * @param ratio share of the demonstration that is given, in [0, 1]; its end never is
     * @return the answers, prefixes included, in the order of the problems
     * @throws IllegalArgumentException if a problem has no demonstration
     */
    public List<ScoredResponse> evaluateGivenPrefix(List<Problem> problems, double ratio) {
        List<Request> requests = new ArrayList<>();
        for (EncodedProblem problem : sampling.encoder().encode(problems)) {
            if (problem.demonstrations().isEmpty()) {
                throw new IllegalArgumentException(
                        "problem "
                                + problem.problem().id()
                                + " has no demonstration to take a prefix of");
            }
            Prefix prefix = problem.demonstrations().get(0).prefix(ratio, 0, PrefixUse.CONTEXT);
            requests.add(request(problem, prefix, TokenRandom.seed(seed, requests.size())));
        }
        return sampling.sample(requests);
    }

    private static Request request(EncodedProblem problem, Prefix prefix, long seed) {
        return new Request(problem.problem(), new RolloutRequest(problem.prompt(), prefix, seed));
    }
}
