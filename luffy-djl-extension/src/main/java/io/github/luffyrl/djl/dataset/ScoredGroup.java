package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The trajectories of one problem with their rewards, advantages and optional labels (see {@link
 * TrainingRow}), one of each per row.
 */
record ScoredGroup(
        List<Trajectory> trajectories,
        List<Reward> rewards,
        double[] advantages,
        List<Map<String, float[]>> labels) {

    Stream<TrainingRow> rows() {
        return IntStream.range(0, advantages.length)
                .mapToObj(i -> new TrainingRow(trajectories.get(i), advantages[i], labels.get(i)));
    }
}
