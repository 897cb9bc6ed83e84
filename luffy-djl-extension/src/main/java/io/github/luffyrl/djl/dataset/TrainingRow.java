package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.rollout.Trajectory;

/**
 * A trajectory with the advantage that all its response tokens get.
 *
 * @param trajectory prompt and response
 * @param advantage how much better than its group it was
 */
record TrainingRow(Trajectory trajectory, double advantage) {

    /** Prompt and response tokens. */
    int tokens() {
        return trajectory.prompt().length + trajectory.response().length;
    }
}
