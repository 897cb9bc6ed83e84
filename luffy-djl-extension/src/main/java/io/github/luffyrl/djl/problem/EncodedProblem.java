package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.prefix.DemonstrationTokens;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import java.util.Arrays;
import java.util.List;

/**
 * A problem in tokens.
 *
 * @param problem the problem; its demonstrations have one behaviour probability per token, or none
 * @param prompt the rendered prompt
 * @param demonstrations each demonstration with its end-of-sequence token and its cut points
 */
public record EncodedProblem(
        Problem problem, Tokens prompt, List<DemonstrationTokens> demonstrations) {

    /**
     * Returns whether the behaviour probabilities of any demonstration are known.
     *
     * @return true if any demonstration has them
     */
    public boolean hasBehaviourProbs() {
        return problem.demonstrations().stream().anyMatch(Demonstration::hasBehaviourProbabilities);
    }

    /**
     * Returns the behaviour probability of each token of a prefix.
     *
     * @param prefix of one of the demonstrations
     * @return 0 to 1; 1 where they are unknown
     */
    public float[] behaviourProbs(Prefix prefix) {
        float[] probs = new float[prefix.length()];
        Arrays.fill(probs, 1);
        if (prefix.length() > 0) {
            float[] known =
                    problem.demonstrations().get(prefix.demonstration()).behaviourProbabilities();
            System.arraycopy(known, 0, probs, 0, Math.min(known.length, probs.length));
        }
        return probs;
    }
}
