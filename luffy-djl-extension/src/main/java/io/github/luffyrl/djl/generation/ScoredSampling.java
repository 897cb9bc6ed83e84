package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples responses, decodes them and scores them.
 *
 * @param policy the policy that is sampled
 * @param encoder decodes responses, and has the limit of their length
 * @param reward scores them
 * @param temperature of the sampling; 0 for the most likely response
 */
public record ScoredSampling(
        Policy policy, ProblemEncoder encoder, RewardFunction reward, double temperature) {

    /**
     * A response that is asked for.
     *
     * @param problem what the response is scored by
     * @param rollout its prompt, prefix and seed
     */
    public record Request(Problem problem, RolloutRequest rollout) {}

    /**
     * Samples with the weights of the moment.
     *
     * @param requests what to generate
     * @return one response per request, in the order of the requests
     */
    public List<ScoredResponse> sample(List<Request> requests) {
        return sample(requests, new PhaseClock());
    }

    /**
     * Samples as {@link #sample(List)}.
     *
     * @param requests what to generate
     * @param clock measures the time of sampling and of scoring
     * @return one response per request, in the order of the requests
     */
    public List<ScoredResponse> sample(List<Request> requests, PhaseClock clock) {
        SamplingParams params = encoder.sampling(temperature);
        List<RolloutRequest> rollouts = requests.stream().map(Request::rollout).toList();
        List<Trajectory> trajectories =
                clock.time(StepPhase.ROLLOUT, () -> policy.rollout(rollouts, params));
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            attempts.add(
                    new Attempt(requests.get(i).problem(), encoder.decode(trajectories.get(i))));
        }
        List<Reward> rewards = clock.time(StepPhase.REWARD, () -> reward.scoreAll(attempts));
        List<ScoredResponse> responses = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            responses.add(
                    new ScoredResponse(
                            requests.get(i).problem(),
                            rollouts.get(i).prefix(),
                            trajectories.get(i),
                            attempts.get(i).completion(),
                            rewards.get(i)));
        }
        return responses;
    }
}
