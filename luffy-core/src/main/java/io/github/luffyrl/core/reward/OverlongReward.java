package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reward with the soft overlong punishment of DAPO (arXiv 2503.14476, equation 13): for {@code n}
 * tokens, {@code weight * clamp((limit - buffer - n) / buffer, -1, 0)} is added. The parts {@code
 * answer} and {@code overlong} of the result are the two before weighting.
 *
 * @param reward of the answer; says whether the problem is solved
 * @param weight of the punishment, at least 0
 * @param limit tokens from which on the punishment is complete
 * @param buffer tokens over which it grows, 1 to {@code limit}
 */
public record OverlongReward(RewardFunction reward, double weight, int limit, int buffer)
        implements RewardFunction {

    /** Checks the ranges. */
    public OverlongReward {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "penalty = " + weight + ": need a number of at least 0");
        }
        if (buffer < 1 || buffer > limit) {
            throw new IllegalArgumentException(
                    "penaltyTokens = " + buffer + ": need 1 to the length limit " + limit);
        }
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        return scoreAll(List.of(new Attempt(problem, completion))).get(0);
    }

    @Override
    public List<Reward> scoreAll(List<Attempt> attempts) {
        List<Reward> answers = reward.scoreAll(attempts);
        List<Reward> sums = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            sums.add(sum(answers.get(i), attempts.get(i).completion().tokens()));
        }
        return sums;
    }

    private Reward sum(Reward answer, int tokens) {
        double slope = (double) (limit - buffer - tokens) / buffer;
        double punishment = Math.max(-1, Math.min(0, slope));
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("answer", answer.value());
        parts.put("overlong", punishment);
        answer.parts().forEach((name, value) -> parts.merge(name, value, Double::sum));
        return new Reward(answer.value() + weight * punishment, answer.solved(), parts);
    }
}
