package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.rejection.SamplingRound;
import io.github.luffyrl.core.rejection.TraceSampler;
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
 * Samples a policy for right responses.
 *
 * @param policy who is sampled
 * @param encoder how problems become tokens, and responses text
 * @param reward which responses are right
 * @param temperature above 0, or all samples would be the same
 * @param seed of the samples
 */
public record PolicySampler(
        Policy policy, ProblemEncoder encoder, RewardFunction reward, double temperature, long seed)
        implements TraceSampler {

    /** Rejects greedy sampling. */
    public PolicySampler {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException(
                    "temperature = "
                            + temperature
                            + ": all samples would be the same; need above 0");
        }
    }

    @Override
    public List<SamplingRound> sample(List<Request> requests) {
        List<RolloutRequest> rollouts = new ArrayList<>();
        for (Request request : requests) {
            int[] prompt = encoder.encodePrompt(request.problem());
            for (int i = 0; i < request.samples(); i++) {
                long sampleSeed = seed(request.problem().id(), request.first() + i);
                rollouts.add(new RolloutRequest(prompt, Prefix.NONE, sampleSeed));
            }
        }
        List<Trajectory> trajectories =
                policy.rollout(
                        rollouts, new SamplingParams(temperature, encoder.maxResponseTokens()));
        List<SamplingRound> rounds = new ArrayList<>();
        int from = 0;
        for (Request request : requests) {
            int to = from + request.samples();
            rounds.add(round(request, trajectories.subList(from, to)));
            from = to;
        }
        return rounds;
    }

    /** By the problem's name, so that a sample does not depend on what else is collected. */
    private long seed(String problem, int sample) {
        long name = TokenRandom.seed(problem.chars().asLongStream().toArray());
        return TokenRandom.seed(seed, name, sample);
    }

    private SamplingRound round(Request request, List<Trajectory> trajectories) {
        List<Attempt> attempts =
                trajectories.stream()
                        .map(t -> new Attempt(request.problem(), encoder.decode(t)))
                        .toList();
        List<Reward> rewards = reward.scoreAll(attempts);
        String trace = null;
        long tokens = 0;
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Trajectory trajectory = trajectories.get(i);
            tokens += trajectory.prompt().length + (long) trajectory.response().length;
            String text = attempts.get(i).completion().text();
            if (rewards.get(i).solved() && !text.isEmpty()) {
                trace = text;
            }
        }
        return new SamplingRound(
                request.problem().id(), trajectories.size(), new Compute(tokens, 0), trace);
    }
}
