package io.github.luffyrl.djl.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint on disk, whose files were found to be as they were written: {@code weights} and
 * {@code optimizer} as safetensors, in a folder of its own for each model beside the policy, {@code
 * state.json}, and {@code manifest.json} with the checksums.
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
        training.policy().restore(directory, state.policy());
        for (Map.Entry<String, TrainedModel> auxiliary : training.auxiliaries().entrySet()) {
            RunState.ModelState stored = state.auxiliaries().get(auxiliary.getKey());
            if (stored == null) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "%s has no model \"%s\", there are %s",
                                directory,
                                auxiliary.getKey(),
                                state.auxiliaries().keySet()));
            }
            auxiliary.getValue().restore(directory.resolve(auxiliary.getKey()), stored);
        }
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
}
