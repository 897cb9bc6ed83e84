package io.github.luffyrl.djl.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.batch.TokenScores;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the last layer leaves out changes neither scores nor gradients. */
class AskedTokensTest {

    private static final double RELATIVE = 1e-5;

    @Test
    void beginAtTheFirstAskedColumnOfABlock() {
        PackedTokens tokens = PackedTokens.unshared(2, 4);
        AskedTokens asked = AskedTokens.of(tokens, new float[] {0, 0, 1, 0, 0, 0, 0, 1});
        assertEquals(List.of(new PackedTokens.Block(0, 2, 2, List.of())), asked.blocks());
        assertArrayEquals(new int[] {2, 3, 6, 7}, asked.places());
        assertEquals(0, asked.indices()[2]);
        assertEquals(3, asked.indices()[7]);
    }

    @Test
    void areAllIfNothingIsAskedFor() {
        PackedTokens tokens = PackedTokens.unshared(2, 4);
        assertTrue(AskedTokens.of(tokens, new float[8]).areAll());
    }

    @Test
    void aSharedPromptIsAskedForItsLastTokenOnly() {
        int prompt = PackedTokens.LEAST_SAVED;
        int columns = prompt + 2;
        long[] ids = new long[2 * columns];
        float[] mask = new float[ids.length];
        for (int row = 0; row < 2; row++) {
            ids[row * columns + prompt] = row + 1L;
            mask[row * columns + prompt - 1] = 1;
            mask[row * columns + prompt] = 1;
        }
        PackedTokens tokens = PackedTokens.shared(ids, new int[] {prompt + 1, prompt + 1}, columns);
        AskedTokens asked = AskedTokens.of(tokens, mask);
        assertArrayEquals(new int[] {prompt - 1, prompt, prompt + 1}, asked.places());
        assertEquals(1, asked.blocks().get(0).width());
    }

    /** Beside logits of every position, for which nothing is left out. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scoresAndGradientsAreThoseOfAllLogits(boolean fused) {
        List<TokenRow> rows = rows();
        try (Model model = TinyLanguage.model(3)) {
            ((CausalLm) model.getBlock()).fuse(fused);
            Step all = step(model, rows, false);
            Step asked = step(model, rows, true);
            assertClose("logProbs", all.logProbs, asked.logProbs);
            assertEquals(all.gradients.keySet(), asked.gradients.keySet());
            all.gradients.forEach(
                    (name, gradient) -> assertClose(name, gradient, asked.gradients.get(name)));
        }
    }

    private static List<TokenRow> rows() {
        Random random = new Random(6);
        List<TokenRow> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int length = 9 + 2 * i;
            boolean[] trained = new boolean[length];
            float[] advantages = new float[length];
            for (int t = 5; t < length; t++) {
                trained[t] = t != 7;
                advantages[t] = i - 0.6f;
            }
            int[] ids = random.ints(length, 2, TinyLanguage.VOCABULARY).toArray();
            rows.add(
                    new TokenRow(
                            Tokens.of(ids),
                            trained,
                            new boolean[length],
                            advantages,
                            new float[length]));
        }
        return rows;
    }

    private record Step(float[] logProbs, Map<String, float[]> gradients) {}

    private static Step step(Model model, List<TokenRow> rows, boolean labelled) {
        try (Trainer trainer =
                        new LuffyTrainer(
                                model,
                                new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build()));
                NDManager manager = model.getNDManager().newSubManager()) {
            try (GradientCollector collector = trainer.newGradientCollector()) {
                collector.zeroGradients();
                BatchArrays batch = BatchArrays.of(manager, rows, TokenRow.counts(rows), 1);
                NDArray mask = BatchLayout.require(batch.labels(), BatchLayout.MASK);
                NDList predictions =
                        labelled
                                ? trainer.forward(batch.data(), batch.labels())
                                : trainer.forward(batch.data());
                NDArray logProbs = TokenScores.of(batch.labels(), predictions).logProbs().mul(mask);
                collector.backward(logProbs.mul(logProbs).sum());
                Map<String, float[]> gradients = TinyLanguage.gradients(model);
                collector.zeroGradients();
                return new Step(logProbs.toFloatArray(), gradients);
            }
        }
    }

    private static void assertClose(String name, float[] expected, float[] actual) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest > 0, name);
        assertArrayEquals(expected, actual, (float) (RELATIVE * largest), name);
    }
}
