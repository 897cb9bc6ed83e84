package io.github.luffyrl.djl.run;

import java.io.IOException;

/** A checkpoint is not what was written. */
public final class DamagedCheckpointException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message names the file and what is wrong with it
     */
    public DamagedCheckpointException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message names the file and what is wrong with it
     * @param cause what was found first
     */
    public DamagedCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
