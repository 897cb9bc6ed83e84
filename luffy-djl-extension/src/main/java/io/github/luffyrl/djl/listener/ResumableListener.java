package io.github.luffyrl.djl.listener;

import ai.djl.training.listener.TrainingListener;
import java.io.IOException;

/** A listener that writes what it sees of each step, and can continue an earlier run's files. */
public interface ResumableListener extends TrainingListener, AutoCloseable {

    /**
     * Called before the first step of a resumed run: what was written of later steps is removed,
     * what was written up to there is kept.
     *
     * @param step the last one that the checkpoint has seen
     * @throws IOException when what was written cannot be read or cut
     */
    void resumeAfter(long step) throws IOException;

    /**
     * Closes what was opened.
     *
     * @throws IOException when the last lines could not be written
     */
    @Override
    void close() throws IOException;
}
