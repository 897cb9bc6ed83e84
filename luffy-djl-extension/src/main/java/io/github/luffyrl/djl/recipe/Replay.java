package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.replay.BucketWeighting;
import io.github.luffyrl.core.replay.ReplaySelection;
import io.github.luffyrl.core.replay.ReplaySettings;
import java.util.Optional;

/**
 * Whether right responses of earlier steps are trained on again; the kinds differ in their keys.
 */
public sealed interface Replay {

    /**
     * Returns how responses are kept and chosen.
     *
     * @return empty if none is replayed
     */
    Optional<ReplaySettings> settings();

    /** They are not. */
    record None() implements Replay {
        @Override
        public Optional<ReplaySettings> settings() {
            return Optional.empty();
        }
    }

    /**
     * ExGRPO's experience replay. See {@link ReplaySettings}.
     *
     * @param startSolved replay starts after a rollout with a larger share of right rows, in [0, 1)
     * @param share of the groups of a rollout that replay a response at most, above 0, at most 1
     * @param weighting how likely problems are by their number of right rows
     * @param minSolved problems with fewer right rows are not kept, at least 1
     * @param maxSolved nor those with more
     * @param selection which of the kept responses of a problem is replayed
     */
    record Experience(
            double startSolved,
            double share,
            BucketWeighting weighting,
            int minSolved,
            int maxSolved,
            ReplaySelection selection)
            implements Replay {

        /** Checks the ranges. */
        public Experience {
            new ReplaySettings(startSolved, share, weighting, minSolved, maxSolved, selection);
        }

        @Override
        public Optional<ReplaySettings> settings() {
            return Optional.of(
                    new ReplaySettings(
                            startSolved, share, weighting, minSolved, maxSolved, selection));
        }
    }
}
