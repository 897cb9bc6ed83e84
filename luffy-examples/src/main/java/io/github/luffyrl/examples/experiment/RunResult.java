package io.github.luffyrl.examples.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.examples.report.Accuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a finished run says of the method, for other programs to read.
 *
 * @param model fingerprint of the model before training
 * @param data fingerprint of the problems, those of the examination included
 * @param sets how the examined sets were solved
 * @param compute what the training has cost, with what was spent before it; nothing for supervised
 *     fine-tuning, whose cost is not counted
 * @param flops the same in floating-point operations
 */
public record RunResult(
        String model, String data, List<ExaminedTwice> sets, Compute compute, double flops) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A set of problems, examined before and after training.
     *
     * @param name of the set
     * @param before the training
     * @param after the training
     */
    public record ExaminedTwice(String name, Count before, Count after) {}

    /**
     * Right answers.
     *
     * @param solved of the problems
     * @param problems of the set
     */
    public record Count(int solved, int problems) {

        static Count of(Accuracy accuracy) {
            return new Count(accuracy.solved(), accuracy.problems());
        }

        double rate() {
            return new Accuracy(solved, problems).rate();
        }
    }

    /** Copies the list. */
    public RunResult {
        sets = List.copyOf(sets);
    }

    void write(Path file) throws IOException {
        JsonFile.write(file, this);
    }

    static RunResult read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), RunResult.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": no result of a run: " + e.getOriginalMessage(), e);
        }
    }
}
