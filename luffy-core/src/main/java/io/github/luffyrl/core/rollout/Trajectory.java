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
 *     sampling temperature (SPEC 0): what training recomputes and compares with; 0 for prefix
 *     tokens, which it did not sample
 * @param samplingLogProbs log-probability of each response token under the distribution it was
 *     drawn from: larger where top-k, top-p, min-p or temperature 0 left tokens out; 0 for prefix
 *     tokens
 * @param finished whether the response ends with an end-of-sequence token, rather than at the
 *     length limit
 */
public record Trajectory(
        int[] prompt,
        int[] response,
        int prefixLength,
        float[] logProbs,
        float[] samplingLogProbs,
        boolean finished) {

    /** Copies the arrays and checks that their lengths agree. */
    public Trajectory {
        if (response.length == 0) {
            throw new IllegalArgumentException("a trajectory needs at least one response token");
        }
        requireOneEach(response, logProbs, "log-probabilities");
        requireOneEach(response, samplingLogProbs, "sampling log-probabilities");
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
        samplingLogProbs = samplingLogProbs.clone();
    }

    /**
     * Creates a trajectory that was drawn from the policy's whole distribution.
     *
     * @param prompt token ids of the prompt
     * @param response token ids of the response
     * @param prefixLength how many leading response tokens were copied
     * @param logProbs log-probability of each response token, 0 for prefix tokens
     * @param finished whether the response ends with an end-of-sequence token
     */
    public Trajectory(
            int[] prompt, int[] response, int prefixLength, float[] logProbs, boolean finished) {
        this(prompt, response, prefixLength, logProbs, logProbs, finished);
    }

    private static void requireOneEach(int[] response, float[] values, String what) {
        if (values.length != response.length) {
            throw new IllegalArgumentException(
                    values.length + " " + what + " for " + response.length + " response tokens");
        }
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

    @Override
    public float[] samplingLogProbs() {
        return samplingLogProbs.clone();
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
                && Arrays.equals(samplingLogProbs, that.samplingLogProbs)
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
