package io.github.luffyrl.djl.dataset;

import ai.djl.training.dataset.Dataset;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.Map;

/** A dataset that can resume where an earlier one stopped. */
public interface ResumableDataset extends Dataset {

    /**
     * Returns the number of problems.
     *
     * @return at least 1
     */
    int problems();

    /**
     * Returns the problems in the form that is compared when a run is resumed.
     *
     * @return SHA-256 over their content, in their order
     */
    String fingerprint();

    /**
     * Returns whether there is a {@link #state} now.
     *
     * @return false while mini-batches of a rollout are left
     */
    boolean betweenRollouts();

    /**
     * Returns what all batches so far have cost.
     *
     * @return their compute, and what was spent before the first
     */
    Compute compute();

    /**
     * Returns where the dataset stands. Store it to resume.
     *
     * @return what {@link #restore} takes
     * @throws IllegalStateException if mini-batches of a rollout are left
     */
    DatasetState state();

    /**
     * Goes on from a state: the next pass is the rest of the one that was interrupted, and so empty
     * if the state is of its end. The dataset must have been built as the one that was stored, with
     * the same problems.
     *
     * @param state what {@link #state} returned
     */
    void restore(DatasetState state);

    /**
     * Returns the trainers of models that the dataset trains beside the policy. They are saved and
     * resumed with the training.
     *
     * @return by the name of the model; none unless overridden
     */
    default Map<String, LuffyTrainer> trainers() {
        return Map.of();
    }
}
