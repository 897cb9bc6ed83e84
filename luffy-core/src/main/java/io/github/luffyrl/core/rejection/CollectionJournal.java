package io.github.luffyrl.core.rejection;

import java.io.IOException;
import java.util.List;

/** Where a collection keeps what it has sampled, so that nothing is lost or done twice. */
public interface CollectionJournal {

    /**
     * Reads what earlier runs have kept.
     *
     * @return all rounds, in the order they were appended
     * @throws IOException when it cannot be read
     */
    List<SamplingRound> read() throws IOException;

    /**
     * Keeps rounds. They survive whatever happens after this returns.
     *
     * @param rounds all of them, or none if this fails
     * @throws IOException when they cannot be written
     */
    void append(List<SamplingRound> rounds) throws IOException;
}
