package io.github.luffyrl.djl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
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
    static final String WEIGHTS = "weights";
    static final String OPTIMIZER = "optimizer";
    static final String MEAN = ".mean";
    static final String VARIANCE = ".variance";

    /** Rejects an optimizer whose state cannot be read. */
    public ResumableTraining {
        if (!(trainer.optimizer() instanceof AdamW)) {
            throw new IllegalArgumentException(
                    "a checkpoint needs the optimizer's state, which "
                            + trainer.optimizer().getClass().getName()
                            + " keeps to itself: use "
                            + AdamW.class.getName());
        }
    }

    /** A training without warm start. */
    public ResumableTraining(
            LuffyTrainer trainer,
            ResumableDataset dataset,
            @Nullable Validation validation,
            String config) {
        this(trainer, dataset, validation, config, 0);
    }

    AdamW optimizer() {
        return (AdamW) trainer.optimizer();
    }

    /** The parameters that are trained, by name. */
    Map<String, Parameter> trained() {
        Map<String, Parameter> trained = new TreeMap<>();
        for (Pair<String, Parameter> parameter : trainer.getModel().getBlock().getParameters()) {
            if (parameter.getValue().requiresGradient()) {
                trained.put(parameter.getKey(), parameter.getValue());
            }
        }
        return trained;
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
        Map<String, Integer> updates = new TreeMap<>();
        trained()
                .forEach(
                        (name, parameter) ->
                                optimizer()
                                        .moments(parameter)
                                        .ifPresent(m -> updates.put(name, m.updates())));
        AdaptiveEntropyCoefficient entropy = adaptiveEntropy();
        return new RunState(
                config,
                phase,
                Provenance.current(),
                dataset.problems(),
                dataset.fingerprint(),
                trainer.state(),
                dataset.state(),
                updates,
                entropy == null ? null : entropy.state(),
                validation == null ? null : validation.state());
    }

    /** Writes weights, moments and state to an empty directory. */
    void writeTo(Path directory) throws IOException {
        Map<String, NDArray> weights = new TreeMap<>();
        Map<String, NDArray> moments = new TreeMap<>();
        trained()
                .forEach(
                        (name, parameter) -> {
                            weights.put(name, parameter.getArray());
                            optimizer()
                                    .moments(parameter)
                                    .ifPresent(
                                            m -> {
                                                moments.put(name + MEAN, m.mean());
                                                moments.put(name + VARIANCE, m.variance());
                                            });
                        });
        write(directory.resolve(WEIGHTS), weights);
        if (!moments.isEmpty()) {
            write(directory.resolve(OPTIMIZER), moments);
        }
        Files.write(
                directory.resolve(STATE),
                StateJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(state()));
    }

    private static void write(Path directory, Map<String, NDArray> tensors) throws IOException {
        new CheckpointWriter(StoredType.F32).write(directory, tensors, nothing -> {});
    }
}
