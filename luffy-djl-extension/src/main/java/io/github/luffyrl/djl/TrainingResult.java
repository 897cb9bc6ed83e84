package io.github.luffyrl.djl;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.run.RunFile;
import io.github.luffyrl.djl.run.RunFolder;
import java.io.IOException;
import java.util.List;

/**
 * What a finished run came to.
 *
 * @param folder its files: the trained model, metrics, completions
 * @param report its numbers
 */
public record TrainingResult(RunFolder folder, Report report) {

    /**
     * The numbers of a finished run, as {@code result.json} has them.
     *
     * @param model fingerprint of the model before training
     * @param data fingerprint of the problems, those of the evaluation included
     * @param sets the accuracies
     * @param steps that were trained
     * @param compute what the training has cost, with what was spent before it
     * @param flops the same in floating-point operations
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Report(
            String model,
            String data,
            List<EvaluatedTwice> sets,
            long steps,
            Compute compute,
            double flops) {
        /** Copies the list. */
        public Report {
            sets = List.copyOf(sets);
        }
    }

    /**
     * A set of problems, evaluated before and after training.
     *
     * @param name of the set
     * @param before the training
     * @param after the training
     */
    public record EvaluatedTwice(String name, Accuracy before, Accuracy after) {}

    /**
     * Returns the accuracies.
     *
     * @return by set, in the order of the evaluation
     */
    public List<EvaluatedTwice> sets() {
        return report.sets();
    }

    /**
     * Reads the result of a finished run.
     *
     * @param folder of the run
     * @return the result
     * @throws IOException when it cannot be read
     */
    public static TrainingResult read(RunFolder folder) throws IOException {
        return new TrainingResult(
                folder, RunFile.read(folder.result(), new TypeReference<Report>() {}));
    }

    void write() throws IOException {
        RunFile.write(folder.result(), report);
    }
}
