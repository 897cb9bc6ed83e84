package io.github.luffyrl.examples.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.run.RunFile;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.examples.task.SetRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a cell, as {@code cell.json} has it. The file is written last: a cell that
 * has it is finished.
 *
 * @param task its name
 * @param method what is compared
 * @param seed of the run
 * @param sampling what was sampled of the trained model
 * @param sets accuracies by set, in the order of the evaluation
 * @param passes what was sampled, by temperature
 * @param numbers of the run by the name of the {@link Measure}; one that the method does not have
 *     is absent
 */
record CellReport(
        String task,
        String method,
        long seed,
        Sampling sampling,
        List<SetAccuracy> sets,
        List<Pass> passes,
        Map<String, Double> numbers) {

    /** Copies the collections. */
    CellReport {
        sets = List.copyOf(sets);
        passes = List.copyOf(passes);
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /**
     * Accuracy on a set before and after training.
     *
     * @param role null for a set without one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SetAccuracy(String name, @Nullable SetRole role, Accuracy before, Accuracy after) {}

    /**
     * Several samples per problem at a temperature.
     *
     * @param samples k, of each problem
     * @param average avg@k
     * @param pass pass@k
     * @param tokens mean length of the responses
     */
    record Pass(double temperature, int samples, double average, double pass, double tokens) {}

    private static Path file(RunFolder folder) {
        return folder.path().resolve("cell.json");
    }

    /** Whether a cell is there, with everything that is to be sampled. */
    static boolean exists(RunFolder folder, Sampling sampling) throws IOException {
        return Files.exists(file(folder)) && read(folder).sampling().equals(sampling);
    }

    static CellReport read(RunFolder folder) throws IOException {
        return RunFile.read(file(folder), new TypeReference<CellReport>() {});
    }

    void write(RunFolder folder) throws IOException {
        RunFile.write(file(folder), this);
    }

    OptionalDouble number(String name) {
        Double number = numbers.get(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** The first set of a role. */
    Optional<SetAccuracy> set(SetRole role) {
        return sets.stream().filter(set -> set.role() == role).findFirst();
    }
}
