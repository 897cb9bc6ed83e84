package io.github.luffyrl.core.rollout;

import java.util.Arrays;

/**
 * A prompt and a response to it, in tokens: exactly what was sampled is what is trained on.
 *
 * @param prompt token ids of the prompt
 * @param response token ids of the response, prefix first, the end-of-sequence token included when
 *     it was reached; at least one
 * @param prefixLength how many leading response tokens were copied from a demonstration, 0 for an
 *     on-policy trajectory, {@code response.length} for a whole demonstration
 * @param logProbs log-probability of each response token under the policy that sampled it, at the
 *     sampling temperature; 0 for prefix tokens, which it did not sample
 * @param finished whether the response ends with an end-of-sequence token, rather than at the
 *     length limit
 */
public record Trajectory(
        int[] prompt, int[] response, int prefixLength, float[] logProbs, boolean finished) {

    /** Copies the arrays and checks that their lengths agree. */
    public Trajectory {
        if (response.length == 0) {
            throw new IllegalArgumentException("a trajectory needs at least one response token");
        }
        if (logProbs.length != response.length) {
            throw new IllegalArgumentException(
                    logProbs.length
                            + " log-probabilities for "
                            + response.length
                            + " response tokens");
        }
        if (prefixLength < 0 || prefixLength > response.length) {
            throw new IllegalArgumentException(
                    "prefixLength = "
                            + prefixLength
                            + " is outside 0.."
                            + response.length
                            + ", the response's length");
        }
        prompt = prompt.clone();
        response = response.clone();
        logProbs = logProbs.clone();
    }

    @Override
    public int[] prompt() {
        return prompt.clone();
    }

    @Override
    public int[] response() {
        return response.clone();
    }

    @Override
    public float[] logProbs() {
        return logProbs.clone();
    }

    /**
     * Returns whether any token comes from a demonstration; such a row counts as off-policy in all
     * statistics (SPEC 1).
     *
     * @return true when {@code prefixLength > 0}
     */
    public boolean offPolicy() {
        return prefixLength > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trajectory that
                && Arrays.equals(prompt, that.prompt)
                && Arrays.equals(response, that.response)
                && prefixLength == that.prefixLength
                && Arrays.equals(logProbs, that.logProbs)
                && finished == that.finished;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(prompt) + Arrays.hashCode(response);
    }

    @Override
    public String toString() {
        return "Trajectory[prompt="
                + Arrays.toString(prompt)
                + ", response="
                + Arrays.toString(response)
                + ", prefixLength="
                + prefixLength
                + ", finished="
                + finished
                + "]";
    }
}
