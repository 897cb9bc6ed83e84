package io.github.luffyrl.djl.evaluator;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.dataset.ProblemEncoder;
import io.github.luffyrl.djl.rollout.TokenRandom;
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
        List<RolloutRequest> requests =
                IntStream.range(0, problems.size())
                        .mapToObj(
                                i ->
                                        new RolloutRequest(
                                                encoder.encodePrompt(problems.get(i)),
                                                Prefix.NONE,
                                                TokenRandom.seed(seed, i)))
                        .toList();
        List<Trajectory> trajectories =
                policy.rollout(
                        requests, new SamplingParams(temperature, encoder.maxResponseTokens()));
        return IntStream.range(0, problems.size())
                .mapToObj(i -> answer(problems.get(i), encoder.decode(trajectories.get(i))))
                .toList();
    }

    private Answer answer(Problem problem, Completion completion) {
        return new Answer(problem, completion, reward.score(problem, completion));
    }
}
