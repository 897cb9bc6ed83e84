package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import java.util.List;
import java.util.Map;

/**
 * The rows of a rollout with the advantages that they are trained with.
 *
 * @param groups that are trained on, possibly none, with the mean advantage of each row
 * @param trajectories of all rows, group by group
 * @param rows with the advantage of each token
 * @param scored whether the rows have all log-probabilities that they are trained with
 * @param metrics what there is to report, by name
 * @param compute what it has cost
 */
record CreditedRollout(
        List<ScoredGroup> groups,
        List<Trajectory> trajectories,
        List<TokenRow> rows,
        boolean scored,
        Map<String, Double> metrics,
        Compute compute) {

    /** No group is trained on. */
    static final CreditedRollout NOTHING =
            new CreditedRollout(List.of(), List.of(), List.of(), false, Map.of(), Compute.ZERO);
}
