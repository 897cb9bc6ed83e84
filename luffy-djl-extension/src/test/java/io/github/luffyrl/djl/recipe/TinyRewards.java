package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.reward.RewardProvider;
import io.github.luffyrl.core.rollout.Completion;
import java.util.Map;
import java.util.Set;

/** Two rewards with an option, for recipes of the tests. */
public final class TinyRewards implements RewardProvider {

    @Override
    public Set<String> kinds() {
        return Set.of("equal", "long");
    }

    @Override
    public RewardFunction create(String kind, Map<String, Object> options) {
        return new Tiny(kind, ((Number) options.getOrDefault("factor", 1)).doubleValue());
    }

    private record Tiny(String kind, double factor) implements RewardFunction {
        @Override
        public Reward score(Problem problem, Completion completion) {
            boolean solved =
                    kind.equals("long")
                            ? completion.tokens() > 2
                            : completion.text().equals(problem.answer());
            return new Reward(solved ? factor : 0, solved);
        }
    }
}
