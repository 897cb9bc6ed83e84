package io.github.luffyrl.core.rejection;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Demonstration;
import org.jspecify.annotations.Nullable;

/**
 * Some samples of one problem, drawn one after the other.
 *
 * @param problem the problem's id
 * @param samples how many, at least 1
 * @param compute what they cost
 * @param trace the first right one, of no source; null if none is right
 */
public record SamplingRound(
        String problem, int samples, Compute compute, @Nullable Demonstration trace) {

    /** Rejects an empty round. */
    public SamplingRound {
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "a round of " + samples + " samples of problem " + problem);
        }
    }
}
