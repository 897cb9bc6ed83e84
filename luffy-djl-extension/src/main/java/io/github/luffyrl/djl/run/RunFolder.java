package io.github.luffyrl.djl.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The files of a run.
 *
 * @param path the folder; it is created when the run begins
 */
public record RunFolder(Path path) {

    /**
     * Returns the trained model.
     *
     * @return a Hugging Face directory
     */
    public Path checkpoint() {
        return path.resolve("checkpoint");
    }

    /**
     * Returns the trained adapter.
     *
     * @return a directory in PEFT's layout; absent if all weights were trained
     */
    public Path adapter() {
        return path.resolve("adapter");
    }

    /**
     * Returns the model that was best in validation.
     *
     * @return a model or an adapter; absent without validation
     */
    public Path best() {
        return path.resolve("best");
    }

    /**
     * Returns the metrics of each step.
     *
     * @return JSON Lines
     */
    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    /**
     * Returns the seconds of each step by phase.
     *
     * @return JSON Lines
     */
    public Path timings() {
        return path.resolve("timings.jsonl");
    }

    /**
     * Returns the metrics of each step, for spreadsheets.
     *
     * @return comma-separated values
     */
    public Path spreadsheet() {
        return path.resolve("metrics.csv");
    }

    /**
     * Returns the metrics of each step, for TensorBoard.
     *
     * @return a directory
     */
    public Path tensorBoard() {
        return path.resolve("tensorboard");
    }

    /**
     * Returns some of the sampled responses.
     *
     * @return JSON Lines
     */
    public Path completions() {
        return path.resolve("completions.jsonl");
    }

    /**
     * Returns the rates of each validation.
     *
     * @return JSON Lines; absent without validation
     */
    public Path validations() {
        return path.resolve("validation.jsonl");
    }

    /**
     * Returns the settings.
     *
     * @return a recipe with every key that has an effect
     */
    public Path recipe() {
        return path.resolve("recipe.yaml");
    }

    /**
     * Returns fingerprints of the model and the problems that the run began with.
     *
     * @return JSON
     */
    public Path identity() {
        return path.resolve("run.json");
    }

    /**
     * Returns the time that the prompts' date comes from.
     *
     * @return a local time; absent if no prompt has a date
     */
    public Path promptTime() {
        return path.resolve("prompt-time.txt");
    }

    /**
     * Returns the checkpoints that the run resumes from.
     *
     * @return a directory
     */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /**
     * Returns the accuracies before training.
     *
     * @return JSON
     */
    public Path before() {
        return path.resolve("before.json");
    }

    /**
     * Returns the result.
     *
     * @return JSON, written last: a folder that has it is of a finished run
     */
    public Path result() {
        return path.resolve("result.json");
    }

    /**
     * Returns the trace of the error that ended the run.
     *
     * @return a text; absent unless a run failed
     */
    public Path failure() {
        return path.resolve("error.txt");
    }

    /**
     * Returns whether a run was begun here.
     *
     * @return true also for a finished one
     */
    public boolean begun() {
        return Files.exists(identity()) && Files.exists(recipe());
    }

    /**
     * Checks that a run can begin or resume here.
     *
     * @throws IOException if the folder holds something else
     */
    public void requireRunOrEmpty() throws IOException {
        if (begun() || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> content = Files.list(path)) {
            if (content.anyMatch(file -> !file.endsWith(RunLock.FILE))) {
                throw new IOException(
                        path
                                + " holds something else than a run: name another folder, or empty"
                                + " this one");
            }
        }
    }
}
