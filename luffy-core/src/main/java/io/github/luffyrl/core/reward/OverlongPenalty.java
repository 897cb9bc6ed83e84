package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;

/**
 * 0 for a response that keeps clear of the length limit, down to -1 at the limit: with {@code n}
 * tokens {@code clamp((limit - buffer - n) / buffer, -1, 0)}, the soft overlong punishment of DAPO
 * (arXiv 2503.14476, equation 13). A part of a sum; it never says that a problem is solved.
 *
 * @param limit tokens from which on the penalty is -1
 * @param buffer tokens over which it grows, 1 to {@code limit}
 */
public record OverlongPenalty(int limit, int buffer) implements RewardFunction {

    /** Checks the range. */
    public OverlongPenalty {
        if (buffer < 1 || buffer > limit) {
            throw new IllegalArgumentException(
                    "buffer = " + buffer + ": need 1 to limit = " + limit);
        }
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        double slope = (double) (limit - buffer - completion.tokens()) / buffer;
        return new Reward(Math.max(-1, Math.min(0, slope)), false);
    }
}
