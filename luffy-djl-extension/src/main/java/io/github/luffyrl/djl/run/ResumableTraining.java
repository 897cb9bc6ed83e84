package io.github.luffyrl.djl.run;

import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.djl.dataset.ResumableDataset;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a training that change from step to step. Parameters that are frozen are not among
 * them; all others are known by their name in the block.
 *
 * @param trainer initialized; its optimizer is an {@link AdamW}
 * @param dataset what it trains on
 * @param validation its validation; null for none
 * @param config the effective settings as the user reads them, which a resumed run must share
 * @param phase how many datasets came before this one: 1 after a warm start, else 0
 */
public record ResumableTraining(
        LuffyTrainer trainer,
        ResumableDataset dataset,
        @Nullable Validation validation,
        String config,
        int phase) {

    static final String STATE = "state.json";

    /** Rejects an optimizer whose state cannot be read. */
    public ResumableTraining {
        new TrainedModel(trainer);
    }

    /** A training without warm start. */
    public ResumableTraining(
            LuffyTrainer trainer,
            ResumableDataset dataset,
            @Nullable Validation validation,
            String config) {
        this(trainer, dataset, validation, config, 0);
    }

    /** The model that is trained on the dataset. */
    TrainedModel policy() {
        return new TrainedModel(trainer);
    }

    /** The models that the dataset trains beside it, by the name of their folder. */
    Map<String, TrainedModel> auxiliaries() {
        Map<String, TrainedModel> models = new TreeMap<>();
        dataset.trainers().forEach((name, beside) -> models.put(name, new TrainedModel(beside)));
        return models;
    }

    /** The coefficient of the entropy bonus, if it is one that is trained. */
    @Nullable AdaptiveEntropyCoefficient adaptiveEntropy() {
        return trainer.getLoss() instanceof PolicyLoss policyLoss
                        && policyLoss.update().entropy()
                                instanceof AdaptiveEntropyCoefficient adaptive
                ? adaptive
                : null;
    }

    RunState state() {
        RunState.ModelState model = policy().state();
        Map<String, RunState.ModelState> beside = new TreeMap<>();
        auxiliaries().forEach((name, auxiliary) -> beside.put(name, auxiliary.state()));
        AdaptiveEntropyCoefficient entropy = adaptiveEntropy();
        return new RunState(
                config,
                phase,
                Provenance.current(),
                dataset.problems(),
                dataset.fingerprint(),
                model,
                beside,
                dataset.state(),
                entropy == null ? null : entropy.state(),
                validation == null ? null : validation.state());
    }

    /** Writes weights, moments and state to an empty directory. */
    void writeTo(Path directory) throws IOException {
        policy().writeTo(directory);
        for (Map.Entry<String, TrainedModel> auxiliary : auxiliaries().entrySet()) {
            auxiliary.getValue().writeTo(directory.resolve(auxiliary.getKey()));
        }
        Files.write(
                directory.resolve(STATE),
                StateJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(state()));
    }
}
