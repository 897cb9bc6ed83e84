package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import java.util.List;

/**
 * Where a {@link RolloutDataset} stands between two rollouts.
 *
 * @param step steps done
 * @param drawn problems drawn from the order
 * @param waiting problems to be rolled out before others are drawn, by their index
 * @param prefixes the schedule of the next step
 * @param rewardKl coefficient of the KL penalty on the rewards of the next rollout; 0 for none
 * @param compute spent so far
 */
public record DatasetState(
        long step,
        long drawn,
        List<Integer> waiting,
        PrefixSchedule prefixes,
        KlController rewardKl,
        Compute compute) {

    /** Copies the list. */
    public DatasetState {
        waiting = List.copyOf(waiting);
    }
}
