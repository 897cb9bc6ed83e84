package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A weighted sum of rewards. The first one says whether the problem is solved. Each is a part of
 * the result under its name, before weighting, and so a metric of its own.
 *
 * <pre>{@code
 * RewardFunction reward = WeightedReward.of("answer", 1, answer)
 *         .plus("overlong", 0.5, new OverlongPenalty(8192, 1024));
 * }</pre>
 */
public final class WeightedReward implements RewardFunction {

    private final List<Part> parts;

    private WeightedReward(List<Part> parts) {
        this.parts = parts;
    }

    private record Part(String name, double weight, RewardFunction function) {
        Part {
            if (name.isBlank() || !Double.isFinite(weight)) {
                throw new IllegalArgumentException(
                        "part \""
                                + name
                                + "\" with weight "
                                + weight
                                + ": need a name and a number");
            }
        }
    }

    /**
     * Starts a sum with the reward that says whether a problem is solved.
     *
     * @param name in metrics
     * @param weight finite
     * @param function the reward
     * @return a sum of one part
     */
    public static WeightedReward of(String name, double weight, RewardFunction function) {
        return new WeightedReward(List.of(new Part(name, weight, function)));
    }

    /**
     * Returns this sum with one more part.
     *
     * @param name in metrics; none twice
     * @param weight finite, may be 0 for a metric that does not count, or negative
     * @param function the reward
     * @return the longer sum
     */
    public WeightedReward plus(String name, double weight, RewardFunction function) {
        if (parts.stream().anyMatch(part -> part.name.equals(name))) {
            throw new IllegalArgumentException("there is a part \"" + name + "\" already");
        }
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(name, weight, function));
        return new WeightedReward(List.copyOf(more));
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        return scoreAll(List.of(new Attempt(problem, completion))).get(0);
    }

    /** Parts that the rewards have themselves are kept; those of the same name are added up. */
    @Override
    public List<Reward> scoreAll(List<Attempt> attempts) {
        List<List<Reward>> rewards =
                parts.stream().map(part -> part.function.scoreAll(attempts)).toList();
        List<Reward> sums = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            int attempt = i;
            sums.add(sum(rewards.stream().map(each -> each.get(attempt)).toList()));
        }
        return sums;
    }

    private Reward sum(List<Reward> rewards) {
        double sum = 0;
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Reward reward = rewards.get(i);
            sum += part.weight * reward.value();
            values.merge(part.name, reward.value(), Double::sum);
            reward.parts().forEach((name, value) -> values.merge(name, value, Double::sum));
        }
        return new Reward(sum, rewards.get(0).solved(), values);
    }

    @Override
    public Optional<String> unmatchable(Problem problem) {
        return parts.get(0).function.unmatchable(problem);
    }
}
