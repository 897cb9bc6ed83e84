package io.github.luffyrl.core.rollout;

import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Tokens;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A prompt and a response to it, in tokens: exactly what was sampled is what is trained on.
 *
 * @param prompt token ids of the prompt
 * @param response token ids of the response, prefix first, the end-of-sequence token included when
 *     it was reached; at least one
 * @param prefixLength how many leading response tokens were copied from a demonstration, 0 for an
 *     on-policy trajectory, the length of the response for a whole demonstration
 * @param use what the copied tokens are to the training
 * @param logProbs log-probability of each response token under the policy that sampled it, at the
 *     sampling temperature: what training recomputes and compares with; 0 for prefix tokens, which
 *     it did not sample
 * @param samplingLogProbs log-probability of each response token under the distribution it was
 *     drawn from: larger where top-k, top-p, min-p or temperature 0 left tokens out; 0 for prefix
 *     tokens
 * @param finished whether the response ends with an end-of-sequence token, rather than at the
 *     length limit
 */
public record Trajectory(
        Tokens prompt,
        Tokens response,
        int prefixLength,
        PrefixUse use,
        float[] logProbs,
        float[] samplingLogProbs,
        boolean finished)
        implements Serializable {

    /** Copies the arrays, and checks that their lengths agree. */
    public Trajectory {
        if (response.isEmpty()) {
            throw new IllegalArgumentException("a trajectory needs at least one response token");
        }
        requireOneEach(response, logProbs, "log-probabilities");
        requireOneEach(response, samplingLogProbs, "sampling log-probabilities");
        if (prefixLength < 0 || prefixLength > response.length()) {
            throw new IllegalArgumentException(
                    "prefixLength = "
                            + prefixLength
                            + " is outside 0.."
                            + response.length()
                            + ", the response's length");
        }
        logProbs = logProbs.clone();
        samplingLogProbs = samplingLogProbs.clone();
    }

    /**
     * Creates a trajectory that was drawn from the policy's whole distribution, and whose prefix,
     * if it has one, is trained.
     *
     * @param prompt token ids of the prompt
     * @param response token ids of the response
     * @param prefixLength how many leading response tokens were copied
     * @param logProbs log-probability of each response token, 0 for prefix tokens
     * @param finished whether the response ends with an end-of-sequence token
     */
    public Trajectory(
            Tokens prompt, Tokens response, int prefixLength, float[] logProbs, boolean finished) {
        this(prompt, response, prefixLength, PrefixUse.TRAINED, logProbs, logProbs, finished);
    }

    private static void requireOneEach(Tokens response, float[] values, String what) {
        if (values.length != response.length()) {
            throw new IllegalArgumentException(
                    values.length + " " + what + " for " + response.length() + " response tokens");
        }
    }

    @Override
    public float[] logProbs() {
        return logProbs.clone();
    }

    @Override
    public float[] samplingLogProbs() {
        return samplingLogProbs.clone();
    }

    /** Returns prompt and response, joined. */
    public Tokens tokens() {
        return prompt.concat(response);
    }

    /** Returns the number of tokens of prompt and response. */
    public int length() {
        return prompt.length() + response.length();
    }

    /** Returns the number of response tokens. */
    public int responseLength() {
        return response.length();
    }

    /**
     * Returns whether any token is off-policy, that is trained though another policy wrote it; such
     * a row counts as off-policy in all statistics.
     *
     * @return false also for a row that is only conditioned on a prefix
     */
    public boolean offPolicy() {
        return offPolicyLength() > 0;
    }

    /**
     * Returns how many leading response tokens are off-policy.
     *
     * @return the prefix's length if it is trained, else 0
     */
    public int offPolicyLength() {
        return use == PrefixUse.TRAINED ? prefixLength : 0;
    }

    /**
     * Returns how many leading response tokens the policy is only conditioned on.
     *
     * @return the prefix's length if it is context, else 0
     */
    public int contextLength() {
        return use == PrefixUse.CONTEXT ? prefixLength : 0;
    }

    /**
     * Returns how many response tokens can be trained on.
     *
     * @return all but the context, possibly 0
     */
    public int trainedLength() {
        return response.length() - contextLength();
    }

    /**
     * Returns how many response tokens the policy wrote itself.
     *
     * @return all but the prefix, possibly 0
     */
    public int sampledLength() {
        return response.length() - prefixLength;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trajectory that
                && prompt.equals(that.prompt)
                && response.equals(that.response)
                && prefixLength == that.prefixLength
                && use == that.use
                && Arrays.equals(logProbs, that.logProbs)
                && Arrays.equals(samplingLogProbs, that.samplingLogProbs)
                && finished == that.finished;
    }

    @Override
    public int hashCode() {
        return 31 * prompt.hashCode() + response.hashCode();
    }

    @Override
    public String toString() {
        return "Trajectory[prompt="
                + prompt
                + ", response="
                + response
                + ", prefixLength="
                + prefixLength
                + ", use="
                + use
                + ", finished="
                + finished
                + "]";
    }
}
