package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.rollout.ResponseMask;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ScoredResponse;
import java.util.List;

/**
 * The rows of a rollout and their rewards: {@code B} rows, group by group, of which row {@code b}
 * has a response of {@code L} tokens. The arrays are not copied.
 *
 * @param groups of one size, at least one
 * @param mask {@code [B][L]}: the tokens that are trained on, those of a context prefix left out
 * @param rewards {@code [B][L]}: reward of each token; that of the response is at the last one of
 *     the mask
 * @param totals {@code [B]}: reward of each row
 * @param temperature that it was sampled at
 */
public record RewardedRollout(
        List<ScoredGroup> groups,
        ResponseMask mask,
        double[][] rewards,
        double[] totals,
        double temperature) {

    /** Copies the list. */
    public RewardedRollout {
        groups = List.copyOf(groups);
    }

    /**
     * Returns the rows.
     *
     * @return {@code B} responses
     */
    public List<ScoredResponse> responses() {
        return groups.stream().flatMap(group -> group.responses().stream()).toList();
    }

    /**
     * Returns the tokens of the rows.
     *
     * @return {@code B} trajectories
     */
    public List<Trajectory> trajectories() {
        return responses().stream().map(ScoredResponse::trajectory).toList();
    }

    /**
     * Returns the number of rows of each group.
     *
     * @return at least 1
     */
    public int groupSize() {
        return groups.get(0).responses().size();
    }
}
