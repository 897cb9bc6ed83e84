package io.github.luffyrl.core.rollout;

import io.github.luffyrl.core.problem.Problem;
import java.util.List;

/**
 * The trajectories of one problem, which are compared with each other.
 *
 * @param problem what they try to solve
 * @param trajectories on- and off-policy rows, at least one
 */
public record RolloutGroup(Problem problem, List<Trajectory> trajectories) {

    /** Copies the list and rejects an empty group. */
    public RolloutGroup {
        if (trajectories.isEmpty()) {
            throw new IllegalArgumentException(
                    "the group of problem " + problem.id() + " is empty");
        }
        trajectories = List.copyOf(trajectories);
    }
}
