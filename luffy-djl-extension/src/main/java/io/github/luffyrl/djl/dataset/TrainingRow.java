package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.layout.TokenRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A trajectory with the advantage that all its response tokens get.
 *
 * @param trajectory prompt and response
 * @param advantage how much better than its group it was
 * @param responseLabels optional labels of {@link io.github.luffyrl.djl.layout.BatchLayout} by
 *     their name, for the leading tokens of the response; 0 for the others
 */
record TrainingRow(Trajectory trajectory, double advantage, Map<String, float[]> responseLabels) {

    /** Number of tokens of prompt and response. */
    int length() {
        return trajectory.prompt().length + trajectory.response().length;
    }

    /** Prompt and response, all response tokens trained. */
    TokenRow tokens() {
        int[] prompt = trajectory.prompt();
        int[] response = trajectory.response();
        int length = length();
        int[] tokens = Arrays.copyOf(prompt, length);
        System.arraycopy(response, 0, tokens, prompt.length, response.length);
        boolean[] trained = new boolean[length];
        Arrays.fill(trained, prompt.length, length, true);
        boolean[] offPolicy = new boolean[length];
        Arrays.fill(offPolicy, prompt.length, prompt.length + trajectory.prefixLength(), true);
        float[] advantages = new float[length];
        Arrays.fill(advantages, prompt.length, length, (float) advantage);
        float[] oldLogProbs = new float[length];
        System.arraycopy(trajectory.logProbs(), 0, oldLogProbs, prompt.length, response.length);
        Map<String, float[]> extras = new HashMap<>();
        responseLabels.forEach(
                (name, values) -> {
                    float[] label = new float[length];
                    System.arraycopy(values, 0, label, prompt.length, values.length);
                    extras.put(name, label);
                });
        return new TokenRow(tokens, trained, offPolicy, advantages, oldLogProbs, extras);
    }
}
