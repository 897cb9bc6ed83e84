package io.github.luffyrl.examples.experiment;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.luffyrl.djl.run.RunFile;
import io.github.luffyrl.djl.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The options that {@code luffy train} was started with, apart from the recipe.
 *
 * @param model the model's directory, absolute; empty for the embedded one
 * @param task the embedded one whose problems are used if there are no others
 * @param data the problems as they were named; empty for the embedded ones
 * @param heldOut those to measure accuracy on
 */
public record CommandOptions(String model, String task, List<String> data, List<String> heldOut) {

    /** Copies the lists. */
    public CommandOptions {
        data = List.copyOf(data);
        heldOut = List.copyOf(heldOut);
    }

    private static Path file(RunFolder folder) {
        return folder.path().resolve("command.json");
    }

    /**
     * Writes them to the run's folder.
     *
     * @param folder of the run
     * @throws IOException when they cannot be written
     */
    public void write(RunFolder folder) throws IOException {
        RunFile.write(file(folder), this);
    }

    /**
     * Reads them from a run's folder.
     *
     * @param folder of the run
     * @return the options
     * @throws IOException when there are none
     */
    public static CommandOptions read(RunFolder folder) throws IOException {
        if (!Files.exists(file(folder)) || !folder.begun()) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "'%s' holds no run to resume: start one with 'luffy train --out'",
                            folder.path()));
        }
        return RunFile.read(file(folder), new TypeReference<CommandOptions>() {});
    }
}
