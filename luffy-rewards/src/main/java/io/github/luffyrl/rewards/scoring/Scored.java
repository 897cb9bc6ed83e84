package io.github.luffyrl.rewards.scoring;

import io.github.luffyrl.core.reward.Reward;
import org.jspecify.annotations.Nullable;

/** A reward, how long it took, and what went wrong, if anything did. */
record Scored(Reward reward, long nanos, @Nullable Throwable failure) {

    static Scored failed(Throwable failure, long nanos) {
        return new Scored(Reward.WRONG.withPart(ParallelScoring.ERROR, 1), nanos, failure);
    }

    static Scored timedOut(long nanos) {
        return new Scored(Reward.WRONG.withPart(ParallelScoring.TIMEOUT, 1), nanos, null);
    }
}
