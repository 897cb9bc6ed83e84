package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.examples.digitmachine.DigitMachineTask;
import java.io.IOException;
import java.nio.file.Path;

/** The base model of the digit machine, as files. */
public final class EmbeddedModel {

    private EmbeddedModel() {}

    /**
     * Unpacks the model.
     *
     * @param directory an existing directory
     * @return the directory
     * @throws IOException when it cannot be written
     */
    public static Path unpack(Path directory) throws IOException {
        return new DigitMachineTask().unpackModel(directory);
    }
}
