package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.examples.report.Accuracy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The accuracies of a model, kept so that a resumed run need not measure them again.
 *
 * @param sets in the order of the table
 */
record Measured(List<Set> sets) {

    /**
     * The accuracy on a set of problems.
     *
     * @param name of the set
     * @param count right answers
     */
    record Set(String name, RunResult.Count count) {
        Accuracy accuracy() {
            return new Accuracy(count.solved(), count.problems());
        }
    }

    static Measured of(List<ExaminedSet> examined) {
        return new Measured(
                examined.stream()
                        .map(set -> new Set(set.name(), RunResult.Count.of(set.accuracy())))
                        .toList());
    }

    void write(Path file) throws IOException {
        JsonFile.write(file, this);
    }

    static Measured read(Path file) throws IOException {
        return JsonFile.read(file, Measured.class);
    }
}
