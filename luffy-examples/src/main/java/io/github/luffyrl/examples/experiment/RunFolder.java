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

    Path recipe() {
        return path.resolve("recipe.yaml");
    }

    Path table() {
        return path.resolve("accuracy.txt");
    }

    /** Written last: a folder that has it is of a finished run. */
    Path result() {
        return path.resolve("result.json");
    }
}
