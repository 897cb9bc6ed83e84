package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.Arrays;
import java.util.List;

/**
 * Every token of a row gets the row's advantage over its group.
 *
 * @param estimator compares the rewards of a group
 */
public record GroupCredit(AdvantageEstimator estimator) implements TokenCredit {

    @Override
    public Credit credit(RewardedRollout rollout) {
        List<Trajectory> rows = rollout.trajectories();
        double[][] advantages = new double[rows.size()][];
        int size = rollout.groupSize();
        for (int from = 0; from < advantages.length; from += size) {
            double[] rewards = Arrays.copyOfRange(rollout.totals(), from, from + size);
            boolean[] offPolicy = new boolean[size];
            for (int i = 0; i < size; i++) {
                offPolicy[i] = rows.get(from + i).offPolicy();
            }
            double[] compared = estimator.advantages(rewards, offPolicy);
            for (int i = 0; i < size; i++) {
                advantages[from + i] = new double[rows.get(from + i).responseLength()];
                Arrays.fill(advantages[from + i], compared[i]);
            }
        }
        return new Credit(advantages);
    }
}
