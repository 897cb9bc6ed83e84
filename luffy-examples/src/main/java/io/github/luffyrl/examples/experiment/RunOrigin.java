package io.github.luffyrl.examples.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run was started with beside its recipe.
 *
 * @param model the model's directory, absolute; empty for the embedded one
 * @param data the problems as they were named; empty for the embedded ones
 * @param heldOut those to measure accuracy on
 */
public record RunOrigin(String model, List<String> data, List<String> heldOut) {

    /** Copies the lists. */
    public RunOrigin {
        data = List.copyOf(data);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Writes it to the run's folder.
     *
     * @param folder of the run
     * @throws IOException when it cannot be written
     */
    public void write(RunFolder folder) throws IOException {
        JsonFile.write(folder.origin(), this);
    }

    /**
     * Reads it from a run's folder.
     *
     * @param folder of the run
     * @return the origin
     * @throws IOException when there is none
     */
    public static RunOrigin read(RunFolder folder) throws IOException {
        Path file = folder.origin();
        if (!Files.exists(file) || !Files.exists(folder.recipe())) {
            throw new IOException(
                    "'%s' holds no run to go on with, there is no %s and %s in it: start one with"
                                    .formatted(
                                            folder.path(),
                                            file.getFileName(),
                                            folder.recipe().getFileName())
                            + " --out");
        }
        return JsonFile.read(file, RunOrigin.class);
    }
}
