package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link RolloutDataset} stands between two rollouts.
 *
 * @param step steps done
 * @param drawn problems drawn from the order
 * @param waiting problems to be rolled out before others are drawn, by their index
 * @param prefixes the schedule of the next step
 * @param rewardKl coefficient of the KL penalty on the rewards of the next rollout; 0 for none
 * @param compute spent so far
 * @param replay what experience replay remembers; null without it
 */
public record DatasetState(
        long step,
        long drawn,
        List<Integer> waiting,
        PrefixSchedule prefixes,
        KlController rewardKl,
        Compute compute,
        @Nullable ReplayState replay) {

    /** Copies the list. */
    public DatasetState {
        waiting = List.copyOf(waiting);
    }

    /**
     * Returns the same state after more was spent.
     *
     * @param total spent so far
     */
    public DatasetState spent(Compute total) {
        return new DatasetState(step, drawn, waiting, prefixes, rewardKl, total, replay);
    }
}
