package io.github.luffyrl.djl.credit;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.internal.Gradients;
import io.github.luffyrl.djl.internal.MicroBatching;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predicts values without gradient, with the weights of the moment.
 *
 * @param model its block predicts {@link BatchLayout#VALUES}
 * @param microBatchTokens most tokens of a forward pass, padding included
 */
record ValueScorer(Model model, int microBatchTokens) {

    /**
     * The value before each token of a row: what the tokens from it on are expected to bring.
     *
     * @return for each row as many numbers as it has tokens, 0 where the token is not trained
     */
    List<float[]> values(List<TokenRow> rows) {
        List<Integer> all = IntStream.range(0, rows.size()).boxed().toList();
        float[][] values = new float[rows.size()][];
        for (List<Integer> part :
                MicroBatching.cut(
                        all,
                        (a, b) -> rows.get(a).sharesPrompt(rows.get(b)),
                        i -> rows.get(i).length(),
                        microBatchTokens)) {
            List<TokenRow> chosen = part.stream().map(rows::get).toList();
            List<float[]> predicted = Gradients.unrecorded(() -> predict(chosen));
            for (int i = 0; i < part.size(); i++) {
                values[part.get(i)] = predicted.get(i);
            }
        }
        return List.of(values);
    }

    private List<float[]> predict(List<TokenRow> rows) {
        try (NDManager manager = model.getNDManager().newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            BatchArrays batch = BatchArrays.of(manager, rows, 1, 1, 1);
            NDList predictions =
                    model.getBlock()
                            .forward(
                                    new ParameterStore(manager, false),
                                    batch.data(),
                                    batch.labels(),
                                    null);
            NDArray values = BatchLayout.require(predictions, BatchLayout.VALUES); // [B, T]
            double[] flat = NativeArrays.toDoubles(values);
            int columns = (int) values.getShape().get(1);
            List<float[]> predicted = new ArrayList<>();
            for (int b = 0; b < rows.size(); b++) {
                TokenRow row = rows.get(b);
                float[] ofRow = new float[row.length()];
                for (int t = 1; t < ofRow.length; t++) {
                    // column t - 1 belongs to the prediction of token t
                    ofRow[t] = row.trained()[t] ? (float) flat[b * columns + t - 1] : 0;
                }
                predicted.add(ofRow);
            }
            return predicted;
        }
    }
}
