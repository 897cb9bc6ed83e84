package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.generation.ScoredResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes rows of responses, without advantages.
 *
 * @param withBehaviourProbs whether rows have the probabilities of demonstration tokens
 */
record RowMaker(boolean withBehaviourProbs) {

    /** The rows of some groups, group by group. */
    List<TokenRow> of(List<ScoredGroup> groups) {
        List<TokenRow> rows = new ArrayList<>();
        for (ScoredGroup group : groups) {
            group.responses().forEach(response -> rows.add(row(group, response)));
        }
        return rows;
    }

    private TokenRow row(ScoredGroup group, ScoredResponse response) {
        Trajectory trajectory = response.trajectory();
        TokenRow row = TokenRow.of(trajectory, new float[trajectory.responseLength()]);
        return withBehaviourProbs
                ? row.with(
                        Extra.BEHAVIOUR_PROBS,
                        TokenRow.aligned(
                                trajectory, group.problem().behaviourProbs(response.prefix())))
                : row;
    }
}
