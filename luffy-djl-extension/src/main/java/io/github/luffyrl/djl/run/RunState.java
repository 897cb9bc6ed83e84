package io.github.luffyrl.djl.run;

import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient.State;
import io.github.luffyrl.djl.dataset.DatasetState;
import io.github.luffyrl.djl.trainer.TrainerState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a checkpoint holds besides arrays.
 *
 * @param config the effective settings as the user reads them, the seed among them
 * @param phase 1 after a warm start, else 0
 * @param provenance what the run was computed with
 * @param problems number of problems
 * @param problemsSha256 digest of their content
 * @param policy counters of the model that is trained on the dataset
 * @param auxiliaries those of the models that the dataset trains beside it, by name
 * @param dataset data order, adaptive prefix schedule, adaptive KL penalty
 * @param entropy of an adaptive entropy coefficient
 * @param validation what validation has seen; null for a run without
 */
public record RunState(
        String config,
        int phase,
        Provenance provenance,
        int problems,
        String problemsSha256,
        ModelState policy,
        Map<String, ModelState> auxiliaries,
        DatasetState dataset,
        @Nullable State entropy,
        @Nullable ValidationState validation) {

    /**
     * What a model that is trained counts.
     *
     * @param trainer steps
     * @param updates how often the optimizer updated each parameter, by its name
     */
    public record ModelState(TrainerState trainer, Map<String, Integer> updates) {
        /** Copies the map. */
        public ModelState {
            updates = Map.copyOf(updates);
        }
    }

    /** Copies the map. */
    public RunState {
        auxiliaries = Map.copyOf(auxiliaries);
    }

    /**
     * Returns the step.
     *
     * @return steps done
     */
    public long step() {
        return policy.trainer().step();
    }
}
