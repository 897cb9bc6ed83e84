package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A trajectory to be trained on.
 *
 * @param trajectory prompt and response
 * @param advantages advantage of each response token; 0 for context
 * @param labels optional labels of {@link BatchLayout} and {@link BatchLayout#OLD_LOG_PROBS} by
 *     their name, for the leading tokens of the response; 0 for the others
 */
record TrainingRow(Trajectory trajectory, float[] advantages, Map<String, float[]> labels) {

    /** The row of a response, with the sampler's log-probabilities as the old ones. */
    static TrainingRow of(ScoredResponse response, AdvantageAdjustment adjustment) {
        Trajectory trajectory = response.trajectory();
        int tokens = trajectory.response().length;
        double[] same = new double[tokens];
        Arrays.fill(same, response.advantage());
        boolean[] offPolicy = new boolean[tokens];
        Arrays.fill(offPolicy, 0, trajectory.offPolicyLength(), true);
        double[] adjusted = adjustment.adjust(same, offPolicy, !trajectory.finished());
        float[] advantages = new float[tokens];
        for (int t = trajectory.contextLength(); t < tokens; t++) {
            advantages[t] = (float) adjusted[t];
        }
        return new TrainingRow(
                trajectory, advantages, Map.of(BatchLayout.OLD_LOG_PROBS, trajectory.logProbs()));
    }

    /** The same row with one more label, or another instead of one of that name. */
    TrainingRow with(String name, float[] values) {
        Map<String, float[]> more = new HashMap<>(labels);
        more.put(name, values);
        return new TrainingRow(trajectory, advantages, more);
    }

    boolean hasAdvantage() {
        for (float advantage : advantages) {
            if (advantage != 0) {
                return true;
            }
        }
        return false;
    }

    /** The same row, without anything to learn from it. */
    TrainingRow withoutAdvantage() {
        return new TrainingRow(trajectory, new float[advantages.length], labels);
    }

    /** Number of tokens of prompt and response. */
    int length() {
        return trajectory.prompt().length + trajectory.response().length;
    }

    /** Prompt and response, all response tokens trained but those of the context. */
    TokenRow tokens() {
        int[] prompt = trajectory.prompt();
        int[] response = trajectory.response();
        int[] tokens = Arrays.copyOf(prompt, length());
        System.arraycopy(response, 0, tokens, prompt.length, response.length);
        boolean[] trained = new boolean[tokens.length];
        Arrays.fill(trained, prompt.length + trajectory.contextLength(), tokens.length, true);
        boolean[] offPolicy = new boolean[tokens.length];
        Arrays.fill(offPolicy, prompt.length, prompt.length + trajectory.offPolicyLength(), true);
        Map<String, float[]> extras = new HashMap<>();
        labels.forEach((name, values) -> extras.put(name, behindPrompt(values)));
        float[] oldLogProbs = extras.remove(BatchLayout.OLD_LOG_PROBS);
        return new TokenRow(
                tokens,
                trained,
                offPolicy,
                behindPrompt(advantages),
                oldLogProbs == null ? new float[tokens.length] : oldLogProbs,
                extras);
    }

    private float[] behindPrompt(float[] values) {
        float[] padded = new float[length()];
        System.arraycopy(values, 0, padded, trajectory.prompt().length, values.length);
        return padded;
    }
}
