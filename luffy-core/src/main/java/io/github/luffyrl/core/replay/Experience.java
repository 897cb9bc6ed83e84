package io.github.luffyrl.core.replay;

import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.Arrays;

/**
 * A right response that the policy wrote.
 *
 * @param response token ids, at least one
 * @param logProbs log-probability of each token under the policy that wrote it
 * @param finished whether it ends with an end-of-sequence token
 */
public record Experience(Tokens response, float[] logProbs, boolean finished) {

    /** Copies the array, and checks its length. */
    public Experience {
        if (response.isEmpty() || logProbs.length != response.length()) {
            throw new IllegalArgumentException(
                    logProbs.length
                            + " log-probabilities for "
                            + response.length()
                            + " response tokens: need one each, at least one");
        }
        logProbs = logProbs.clone();
    }

    /**
     * Keeps what there is to keep of a trajectory.
     *
     * @param trajectory written by the policy alone
     * @return its response
     */
    static Experience of(Trajectory trajectory) {
        return new Experience(trajectory.response(), trajectory.logProbs(), trajectory.finished());
    }

    @Override
    public float[] logProbs() {
        return logProbs.clone();
    }

    /**
     * Returns the response as it is trained on again: off-policy throughout, with the
     * log-probabilities that it was written with.
     *
     * @param prompt that it answers
     * @return the trajectory
     */
    public Trajectory replayed(Tokens prompt) {
        return new Trajectory(
                prompt,
                response,
                response.length(),
                PrefixUse.TRAINED,
                logProbs,
                logProbs,
                finished);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Experience that
                && response.equals(that.response)
                && Arrays.equals(logProbs, that.logProbs)
                && finished == that.finished;
    }

    @Override
    public int hashCode() {
        return response.hashCode();
    }

    @Override
    public String toString() {
        return "Experience[" + response + ", finished=" + finished + "]";
    }
}
