package io.github.luffyrl.examples.experiment;

import java.nio.file.Path;

/**
 * What a run leaves behind.
 *
 * @param path an existing folder
 */
public record RunFolder(Path path) {

    Path checkpoint() {
        return path.resolve("checkpoint");
    }

    Path adapter() {
        return path.resolve("adapter");
    }

    Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    Path timings() {
        return path.resolve("timings.jsonl");
    }

    Path spreadsheet() {
        return path.resolve("metrics.csv");
    }

    Path tensorBoard() {
        return path.resolve("tensorboard");
    }

    Path completions() {
        return path.resolve("completions.jsonl");
    }

    Path curves() {
        return path.resolve("curves.png");
    }

    Path report() {
        return path.resolve("report.html");
    }

    /** What the run was started with. */
    Path origin() {
        return path.resolve("run.json");
    }

    /** What it goes on from when it is resumed. */
    Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** Accuracy before training. */
    Path before() {
        return path.resolve("before.json");
    }

    Path validations() {
        return path.resolve("validation.jsonl");
    }

    /** The model that was best in validation. */
    Path best() {
        return path.resolve("best");
    }

    /**
     * Returns the settings.
     *
     * @return a recipe with every key
     */
    public Path recipe() {
        return path.resolve("recipe.yaml");
    }

    Path table() {
        return path.resolve("accuracy.txt");
    }

    /**
     * Returns what the run came to.
     *
     * @return written last: a folder that has it is of a finished run
     */
    public Path result() {
        return path.resolve("result.json");
    }
}
