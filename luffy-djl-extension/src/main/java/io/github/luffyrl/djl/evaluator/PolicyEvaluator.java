package io.github.luffyrl.djl.evaluator;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.dataset.ProblemEncoder;
import io.github.luffyrl.djl.rollout.TokenRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets a policy answer problems without any help.
 *
 * @param policy who answers
 * @param encoder how problems become tokens
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
