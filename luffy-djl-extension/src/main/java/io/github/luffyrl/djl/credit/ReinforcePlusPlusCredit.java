package io.github.luffyrl.djl.credit;

import io.github.luffyrl.core.advantage.ReinforcePlusPlus;
import io.github.luffyrl.djl.dataset.Credit;
import io.github.luffyrl.djl.dataset.RewardedRollout;
import io.github.luffyrl.djl.dataset.TokenCredit;
import java.util.Arrays;

/**
 * REINFORCE++: the rewards that follow a token, whitened over the rollout. A rollout of fewer than
 * two tokens has no advantage.
 *
 * @param estimator from rewards to advantages
 */
public record ReinforcePlusPlusCredit(ReinforcePlusPlus estimator) implements TokenCredit {

    @Override
    public Credit credit(RewardedRollout rollout) {
        if (rollout.mask().tokens() < 2) {
            return new Credit(
                    Arrays.stream(rollout.rewards())
                            .map(row -> new double[row.length])
                            .toArray(double[][]::new));
        }
        return new Credit(estimator.estimate(rollout.rewards(), rollout.mask()).advantages());
    }
}
