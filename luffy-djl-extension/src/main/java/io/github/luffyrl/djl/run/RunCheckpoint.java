package io.github.luffyrl.djl.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.djl.checkpoint.CheckpointReader;
import io.github.luffyrl.djl.optimizer.AdamW.Moments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint on disk, whose files were found to be as they were written: {@code weights} and
 * {@code optimizer} as safetensors, {@code state.json}, and {@code manifest.json} with the
 * checksums.
 *
 * @param directory where it lies
 * @param state all but the arrays
 */
public record RunCheckpoint(Path directory, RunState state) {

    private static final Logger logger = LoggerFactory.getLogger(RunCheckpoint.class);

    /**
     * Reads a checkpoint and checks all of its files.
     *
     * @param directory the checkpoint
     * @return the checkpoint
     * @throws DamagedCheckpointException naming a file that is not as it was written
     * @throws IOException when it cannot be read
     */
    public static RunCheckpoint open(Path directory) throws IOException {
        Manifest.check(directory);
        Path file = directory.resolve(ResumableTraining.STATE);
        try {
            RunState state = StateJson.MAPPER.readValue(Files.readAllBytes(file), RunState.class);
            return new RunCheckpoint(directory, state);
        } catch (JsonProcessingException e) {
            throw new DamagedCheckpointException(
                    file + " was written by another version: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Restores a training, which then continues as if it had never stopped.
     *
     * @param training built as the one that was stored; the trainer is initialized
     * @throws IOException when the arrays cannot be read
     * @throws IllegalArgumentException when settings, problems or parameters are not those of the
     *     checkpoint
     */
    public void restore(ResumableTraining training) throws IOException {
        requireSame(training);
        Map<String, Parameter> trained = training.trained();
        restoreWeights(trained);
        restoreMoments(training, trained);
        training.trainer().restore(state.trainer());
        training.dataset().restore(state.dataset());
        AdaptiveEntropyCoefficient entropy = training.adaptiveEntropy();
        if (entropy != null && state.entropy() != null) {
            entropy.restore(state.entropy());
        }
        if (training.validation() != null && state.validation() != null) {
            training.validation().restore(state.validation());
        }
    }

    private void requireSame(ResumableTraining training) {
        if (!training.config().equals(state.config())) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s was written with other settings: %s; resume with the same, or begin a new run",
                            directory,
                            RunIdentity.difference(state.config(), training.config())));
        }
        if (!training.dataset().fingerprint().equals(state.problemsSha256())) {
            int now = training.dataset().problems();
            throw new IllegalArgumentException(
                    String.format(
                                    Locale.ROOT,
                                    "the problems changed since %s was written: there were %d, now there are %d%s;",
                                    directory,
                                    state.problems(),
                                    now,
                                    now == state.problems() ? " of other content" : "")
                            + " bring the data back as it was, or begin a new run");
        }
        Provenance now = Provenance.current();
        if (!now.equals(state.provenance())) {
            logger.warn(
                    "{} was written by {}, this is {}: the run resumes, but may differ from an"
                            + " uninterrupted one in the last digits",
                    directory,
                    state.provenance(),
                    now);
        }
    }

    private void restoreWeights(Map<String, Parameter> trained) throws IOException {
        Path weights = directory.resolve(ResumableTraining.WEIGHTS);
        try (CheckpointReader reader = CheckpointReader.open(weights)) {
            requireSameNames(reader.names(), trained.keySet());
            for (Map.Entry<String, Parameter> entry : trained.entrySet()) {
                NDArray weight = entry.getValue().getArray();
                try (NDArray stored =
                        reader.read(entry.getKey(), weight.getShape(), weight.getManager())) {
                    weight.set(new NDIndex().addAllDim(weight.getShape().dimension()), stored);
                }
            }
        }
    }

    private void requireSameNames(Set<String> stored, Set<String> trained) {
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

    private void restoreMoments(ResumableTraining training, Map<String, Parameter> trained)
            throws IOException {
        if (state.updates().isEmpty()) {
            return;
        }
        Path moments = directory.resolve(ResumableTraining.OPTIMIZER);
        try (CheckpointReader reader = CheckpointReader.open(moments)) {
            for (Map.Entry<String, Parameter> entry : trained.entrySet()) {
                String name = entry.getKey();
                Integer updates = state.updates().get(name);
                if (updates == null) {
                    continue; // it had no gradient yet
                }
                Parameter parameter = entry.getValue();
                NDArray weight = parameter.getArray();
                NDManager manager = weight.getManager();
                Moments stored =
                        new Moments(
                                reader.read(
                                        name + ResumableTraining.MEAN, weight.getShape(), manager),
                                reader.read(
                                        name + ResumableTraining.VARIANCE,
                                        weight.getShape(),
                                        manager),
                                updates);
                training.optimizer().restore(parameter, stored);
            }
        }
    }
}
