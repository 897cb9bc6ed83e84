package io.github.luffyrl.djl.generation;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.replay.EntropyScorer;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.batch.TokenScores;
import io.github.luffyrl.djl.internal.Gradients;
import io.github.luffyrl.djl.internal.MicroBatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
public record ModelScorer(Model model, int microBatchTokens)
        implements ResponseScorer, EntropyScorer {

    /** Checks the range. */
    public ModelScorer {
        if (microBatchTokens < 1) {
            throw new IllegalArgumentException(
                    "microBatchTokens = " + microBatchTokens + ", need at least 1");
        }
    }

    @Override
    public List<float[]> logProbs(List<Trajectory> trajectories, double temperature) {
        return scores(trajectories, temperature, TokenScores::logProbs);
    }

    @Override
    public List<double[]> entropies(List<Trajectory> trajectories, double temperature) {
        return scores(trajectories, temperature, TokenScores::entropy).stream()
                .map(row -> IntStream.range(0, row.length).mapToDouble(t -> row[t]).toArray())
                .toList();
    }

    /** One number per response token. */
    private List<float[]> scores(
            List<Trajectory> trajectories,
            double temperature,
            Function<TokenScores, NDArray> score) {
        List<Integer> all = IntStream.range(0, trajectories.size()).boxed().toList();
        float[][] scored = new float[all.size()][];
        for (List<Integer> part :
                MicroBatching.cut(
                        all,
                        (a, b) -> trajectories.get(a).prompt().equals(trajectories.get(b).prompt()),
                        i -> trajectories.get(i).length(),
                        microBatchTokens)) {
            List<Trajectory> chosen = part.stream().map(trajectories::get).toList();
            List<float[]> scores =
                    Gradients.unrecorded(() -> score(chosen, (float) temperature, score));
            for (int i = 0; i < part.size(); i++) {
                scored[part.get(i)] = scores.get(i);
            }
        }
        return List.of(scored);
    }

    private List<float[]> score(
            List<Trajectory> trajectories,
            float temperature,
            Function<TokenScores, NDArray> score) {
        List<TokenRow> rows =
                trajectories.stream()
                        .map(t -> TokenRow.supervised(t.prompt(), t.response()))
                        .toList();
        try (NDManager manager = model.getNDManager().newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            BatchArrays batch = BatchArrays.of(manager, rows, 1, 1, temperature);
            NDList predictions =
                    model.getBlock()
                            .forward(
                                    new ParameterStore(manager, false),
                                    batch.data(),
                                    batch.labels(),
                                    null);
            NDArray scores = score.apply(TokenScores.of(batch.labels(), predictions)); // [B, T]
            float[] flat = scores.toFloatArray();
            int columns = (int) scores.getShape().get(1);
            List<float[]> scored = new ArrayList<>();
            for (Trajectory trajectory : trajectories) {
                int row = scored.size() * columns;
                int first = row + trajectory.prompt().length() - 1; // predicts token 0
                scored.add(Arrays.copyOfRange(flat, first, first + trajectory.responseLength()));
            }
            return scored;
        }
    }
}
