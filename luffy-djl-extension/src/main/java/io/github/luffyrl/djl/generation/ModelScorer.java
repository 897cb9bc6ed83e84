package io.github.luffyrl.djl.generation;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.batch.TokenScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores responses by the forward pass of training, without gradient: the old policy before its
 * first update, or a reference policy.
 *
 * <pre>{@code
 * Model reference = CausalLanguageModel.load(directory); // once; never trained
 * ResponseScorer scorer = new ModelScorer(reference, 8192);
 * }</pre>
 *
 * @param model any DJL language model; scored with the weights of the moment
 * @param microBatchTokens most tokens of a forward pass, padding included, at least 1; a longer row
 *     goes alone
 */
public record ModelScorer(Model model, int microBatchTokens) implements ResponseScorer {

    /** Checks the range. */
    public ModelScorer {
        if (microBatchTokens < 1) {
            throw new IllegalArgumentException(
                    "microBatchTokens = " + microBatchTokens + ", need at least 1");
        }
    }

    @Override
    public List<float[]> logProbs(List<Trajectory> trajectories, double temperature) {
        List<TokenRow> rows = trajectories.stream().map(ModelScorer::row).toList();
        List<Integer> byLength =
                IntStream.range(0, rows.size())
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> rows.get(i).length()))
                        .toList();
        float[][] scored = new float[rows.size()][];
        List<Integer> part = new ArrayList<>();
        for (int i : byLength) { // by length: this row is the part's longest
            if (!part.isEmpty() && (part.size() + 1) * rows.get(i).length() > microBatchTokens) {
                score(part, rows, trajectories, (float) temperature, scored);
                part.clear();
            }
            part.add(i);
        }
        if (!part.isEmpty()) {
            score(part, rows, trajectories, (float) temperature, scored);
        }
        return List.of(scored);
    }

    private static TokenRow row(Trajectory trajectory) {
        int[] prompt = trajectory.prompt();
        int[] response = trajectory.response();
        int[] tokens = Arrays.copyOf(prompt, prompt.length + response.length);
        System.arraycopy(response, 0, tokens, prompt.length, response.length);
        boolean[] scored = new boolean[tokens.length];
        Arrays.fill(scored, prompt.length, tokens.length, true);
        return TokenRow.supervised(tokens, scored);
    }

    private void score(
            List<Integer> part,
            List<TokenRow> rows,
            List<Trajectory> trajectories,
            float temperature,
            float[][] scored) {
        boolean recording = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager manager = model.getNDManager().newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            List<TokenRow> chosen = part.stream().map(rows::get).toList();
            BatchArrays batch = BatchArrays.of(manager, chosen, 1, 1, temperature);
            NDList predictions =
                    model.getBlock()
                            .forward(
                                    new ParameterStore(manager, false),
                                    batch.data(),
                                    batch.labels(),
                                    null);
            NDArray logProbs = TokenScores.of(batch.labels(), predictions).logProbs(); // [B, T]
            float[] flat = logProbs.toFloatArray();
            int columns = (int) logProbs.getShape().get(1);
            for (int b = 0; b < part.size(); b++) {
                Trajectory trajectory = trajectories.get(part.get(b));
                int first = b * columns + trajectory.prompt().length - 1; // predicts token 0
                scored[part.get(b)] =
                        Arrays.copyOfRange(flat, first, first + trajectory.response().length);
            }
        } finally {
            JniUtils.setGradMode(recording);
        }
    }
}
