package io.github.luffyrl.djl.evaluator;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.TokenRandom;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets a policy answer problems, without any help or behind a part of a demonstration.
 *
 * @param policy who answers
 * @param encoder how problems become tokens, and where demonstrations are cut
 * @param reward who scores
 * @param temperature 0 for the most likely answer
 * @param seed of the samples
 */
public record PolicyEvaluator(
        Policy policy,
        ProblemEncoder encoder,
        RewardFunction reward,
        double temperature,
        long seed) {

    /**
     * Evaluates one sample per problem.
     *
     * @param problems what to ask; demonstrations are not shown
     * @return the answers, in the order of the problems
     */
    public List<Answer> evaluate(List<Problem> problems) {
        return evaluate(problems, 1);
    }

    /**
     * Evaluates several samples per problem.
     *
     * @param problems what to ask; demonstrations are not shown
     * @param samples of each problem, at least 1
     * @return the answers, those to the first problem first
     */
    public List<Answer> evaluate(List<Problem> problems, int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("samples = " + samples + ": need at least 1");
        }
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < problems.size(); i++) {
            int[] prompt = encoder.encodePrompt(problems.get(i));
            for (int sample = 0; sample < samples; sample++) {
                // The first sample is the same as that of an evaluation with one.
                long sampleSeed =
                        sample == 0 ? TokenRandom.seed(seed, i) : TokenRandom.seed(seed, i, sample);
                requests.add(new RolloutRequest(prompt, Prefix.NONE, sampleSeed));
            }
        }
        return answers(problems, requests, samples);
    }

    /**
     * Evaluates one sample per problem that goes on from a prefix of the problem's first
     * demonstration. Its seed is that of the sample without a prefix.
     *
     * @param problems what to ask, each with a demonstration
     * @param ratio share of the demonstration that is given, in [0, 1]; its end never is
     * @return the answers, prefixes included, in the order of the problems
     * @throws IllegalArgumentException if a problem has no demonstration
     */
    public List<Answer> evaluateBehindPrefix(List<Problem> problems, double ratio) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (Problem problem : problems) {
            EncodedProblem encoded = encoder.encode(problem);
            if (encoded.demonstrations().isEmpty()) {
                throw new IllegalArgumentException(
                        "problem " + problem.id() + " has no demonstration to take a prefix of");
            }
            requests.add(
                    new RolloutRequest(
                            encoded.prompt(),
                            encoded.demonstrations().get(0).prefix(ratio, 0, PrefixUse.CONTEXT),
                            TokenRandom.seed(seed, requests.size())));
        }
        return answers(problems, requests, 1);
    }

    private List<Answer> answers(
            List<Problem> problems, List<RolloutRequest> requests, int samples) {
        List<Trajectory> trajectories =
                policy.rollout(
                        requests, new SamplingParams(temperature, encoder.maxResponseTokens()));
        List<Attempt> attempts = new ArrayList<>();
        for (int row = 0; row < trajectories.size(); row++) {
            Problem problem = problems.get(row / samples);
            attempts.add(new Attempt(problem, encoder.decode(trajectories.get(row))));
        }
        List<Reward> rewards = reward.scoreAll(attempts);
        return IntStream.range(0, attempts.size())
                .mapToObj(row -> answer(attempts.get(row), rewards.get(row)))
                .toList();
    }

    private static Answer answer(Attempt attempt, Reward reward) {
        return new Answer(attempt.problem(), attempt.completion(), reward);
    }
}
