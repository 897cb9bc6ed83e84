package io.github.luffyrl.djl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.luffyrl.djl.checkpoint.CheckpointReader;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.optimizer.AdamW.Moments;
import io.github.luffyrl.djl.run.RunState.ModelState;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a checkpoint keeps of one model that is trained: weights and moments as safetensors, and
 * counters. Parameters that are frozen are left out; all others are known by their name.
 *
 * @param trainer initialized; its optimizer is an {@link AdamW}
 */
record TrainedModel(LuffyTrainer trainer) {

    static final String WEIGHTS = "weights";
    static final String OPTIMIZER = "optimizer";
    private static final String MEAN = ".mean";
    private static final String VARIANCE = ".variance";

    /** Rejects an optimizer whose state cannot be read. */
    TrainedModel {
        if (!(trainer.optimizer() instanceof AdamW)) {
            throw new IllegalArgumentException(
                    "a checkpoint needs the optimizer's state, which "
                            + trainer.optimizer().getClass().getName()
                            + " keeps to itself: use "
                            + AdamW.class.getName());
        }
    }

    private AdamW optimizer() {
        return (AdamW) trainer.optimizer();
    }

    private Map<String, Parameter> trained() {
        Map<String, Parameter> trained = new TreeMap<>();
        for (Pair<String, Parameter> parameter : trainer.getModel().getBlock().getParameters()) {
            if (parameter.getValue().requiresGradient()) {
                trained.put(parameter.getKey(), parameter.getValue());
            }
        }
        return trained;
    }

    ModelState state() {
        Map<String, Integer> updates = new TreeMap<>();
        trained()
                .forEach(
                        (name, parameter) ->
                                optimizer()
                                        .moments(parameter)
                                        .ifPresent(m -> updates.put(name, m.updates())));
        return new ModelState(trainer.state(), updates);
    }

    /** Writes weights and moments. */
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
    }

    private static void write(Path directory, Map<String, NDArray> tensors) throws IOException {
        new CheckpointWriter(StoredType.F32).write(directory, tensors, nothing -> {});
    }

    /** Reads what was written, and goes on from it. */
    void restore(Path directory, ModelState stored) throws IOException {
        Map<String, Parameter> trained = trained();
        restoreWeights(directory, trained);
        restoreMoments(directory, trained, stored.updates());
        trainer.restore(stored.trainer());
    }

    private static void restoreWeights(Path directory, Map<String, Parameter> trained)
            throws IOException {
        try (CheckpointReader reader = CheckpointReader.open(directory.resolve(WEIGHTS))) {
            requireSameNames(directory, reader.names(), trained.keySet());
            for (Map.Entry<String, Parameter> entry : trained.entrySet()) {
                NDArray weight = entry.getValue().getArray();
                try (NDArray stored =
                        reader.read(entry.getKey(), weight.getShape(), weight.getManager())) {
                    weight.set(new NDIndex().addAllDim(weight.getShape().dimension()), stored);
                }
            }
        }
    }

    private static void requireSameNames(Path directory, Set<String> stored, Set<String> trained) {
        if (!stored.equals(trained)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s has other parameters than the model: %s instead of %s",
                            directory,
                            stored,
                            trained));
        }
    }

    private void restoreMoments(
            Path directory, Map<String, Parameter> trained, Map<String, Integer> updates)
            throws IOException {
        if (updates.isEmpty()) {
            return;
        }
        try (CheckpointReader reader = CheckpointReader.open(directory.resolve(OPTIMIZER))) {
            for (Map.Entry<String, Parameter> entry : trained.entrySet()) {
                String name = entry.getKey();
                Integer count = updates.get(name);
                if (count == null) {
                    continue; // it had no gradient yet
                }
                NDArray weight = entry.getValue().getArray();
                NDManager manager = weight.getManager();
                Moments moments =
                        new Moments(
                                reader.read(name + MEAN, weight.getShape(), manager),
                                reader.read(name + VARIANCE, weight.getShape(), manager),
                                count);
                optimizer().restore(entry.getValue(), moments);
            }
        }
    }
}
