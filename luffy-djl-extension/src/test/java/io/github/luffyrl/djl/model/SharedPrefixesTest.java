package io.github.luffyrl.djl.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import io.github.luffyrl.djl.internal.NativeOperations;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sharing and fusing change neither scores nor gradients. */
class SharedPrefixesTest {

    private static final double RELATIVE = 1e-5;

    /** Two prompts with four rows each, of which two go on with a part of a demonstration. */
    private static final List<TokenRow> ROWS = rows();

    private static List<TokenRow> rows() {
        Random random = new Random(4);
        List<TokenRow> rows = new ArrayList<>();
        for (int problem = 0; problem < 2; problem++) {
            int[] prompt = tokens(random, 40);
            int[] prefix = tokens(random, 35);
            for (int sample = 0; sample < 4; sample++) {
                Tokens given = Tokens.of(prompt);
                if (sample % 2 == 0) {
                    given = given.concat(Tokens.of(prefix));
                }
                Tokens all = given.concat(Tokens.of(tokens(random, 3 + random.nextInt(30))));
                rows.add(row(all, prompt.length, sample - 1.4f));
            }
        }
        return rows;
    }

    private static int[] tokens(Random random, int length) {
        return random.ints(length, 2, TinyLanguage.VOCABULARY).toArray();
    }

    private static TokenRow row(Tokens tokens, int prompt, float advantage) {
        int length = tokens.length();
        boolean[] trained = new boolean[length];
        Arrays.fill(trained, prompt, length, true);
        float[] advantages = new float[length];
        Arrays.fill(advantages, prompt, length, advantage);
        float[] oldLogProbs = new float[length];
        Arrays.fill(oldLogProbs, -2.7f);
        return new TokenRow(tokens, trained, new boolean[length], advantages, oldLogProbs);
    }

    static Stream<boolean[]> sharedAndFused() {
        return Stream.of(
                new boolean[] {true, false},
                new boolean[] {false, true},
                new boolean[] {true, true});
    }

    @ParameterizedTest
    @MethodSource("sharedAndFused")
    void scoresAndGradientsAreThoseOfEveryRowByItself(boolean[] how) {
        try (Model model = TinyLanguage.model(3)) {
            Step plain = step(model, Recomputation.NONE, false, false);
            assertSame(plain, step(model, Recomputation.NONE, how[0], how[1]));
        }
    }

    @ParameterizedTest
    @EnumSource(Recomputation.class)
    void whatIsComputedAgainIsSharedToo(Recomputation recomputation) {
        try (Model model = TinyLanguage.model(3)) {
            Step plain = step(model, Recomputation.NONE, false, false);
            assertSame(plain, step(model, recomputation, true, true));
        }
    }

    @Test
    void anAdapterDropsTheSameInputs() {
        LoraConfig lora = new LoraConfig(2, 8, 0.4, Set.of("q_proj", "down_proj"), false);
        try (Model model = TinyLanguage.model(3)) {
            CausalLanguageModel.addAdapter(model, lora, 5);
            for (Parameter parameter : model.getBlock().getParameters().values()) {
                if (parameter.getName().contains("lora_B")) {
                    parameter.getArray().addi(0.1f);
                }
            }
            Step plain = step(model, Recomputation.NONE, false, false);
            assertSame(plain, step(model, Recomputation.NONE, true, true));
        }
    }

    @Test
    void aDifferenceInTheFirstBatchEndsTheSharing() {
        int columns = PackedTokens.LEAST_SAVED + 1;
        long[] ids = new long[2 * columns];
        ids[columns - 1] = 1; // the rows differ in their last token
        float[] mask = new float[ids.length];
        Arrays.fill(mask, 1);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            TokenBatch batch = new TokenBatch(manager, new Shape(2, columns), ids);
            int all = batch.unshared().size();

            SharedPrefixes agreeing = new SharedPrefixes();
            assertTrue(agreeing.pack(batch, mask, tokens -> new float[] {3}).size() < all);

            SharedPrefixes differing = new SharedPrefixes();
            for (int i = 0; i < 2; i++) {
                PackedTokens packed =
                        differing.pack(batch, mask, tokens -> new float[] {tokens.size()});
                assertEquals(all, packed.size());
            }
        }
    }

    @Test
    void theEngineOfTheTestsHasFusedOperations() {
        assertTrue(NativeOperations.available());
    }

    private record Step(float[] logProbs, Map<String, float[]> gradients) {}

    private static Step step(
            Model model, Recomputation recomputation, boolean share, boolean fuse) {
        CausalLm block = (CausalLm) model.getBlock();
        block.recompute(recomputation, 7);
        block.sharePrefixes(share);
        block.fuse(fuse);
        try (Trainer trainer =
                        new LuffyTrainer(
                                model,
                                new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build()));
                NDManager manager = model.getNDManager().newSubManager()) {
            trainer.initialize(new Shape(1, 1));
            try (GradientCollector collector = trainer.newGradientCollector()) {
                collector.zeroGradients();
                BatchArrays batch = BatchArrays.of(manager, ROWS, TokenRow.counts(ROWS), 0.8f);
                NDList predictions = trainer.forward(batch.data(), batch.labels());
                NDArray loss = trainer.getLoss().evaluate(batch.labels(), predictions);
                NDArray mask = BatchLayout.require(batch.labels(), BatchLayout.MASK);
                float[] logProbs =
                        BatchLayout.require(predictions, BatchLayout.LOG_PROBS)
                                .mul(mask)
                                .toFloatArray();
                collector.backward(loss);
                Map<String, float[]> gradients = TinyLanguage.gradients(model);
                collector.zeroGradients();
                return new Step(logProbs, gradients);
            }
        }
    }

    private static void assertSame(Step expected, Step actual) {
        assertClose("logProbs", expected.logProbs, actual.logProbs);
        assertEquals(expected.gradients.keySet(), actual.gradients.keySet());
        expected.gradients.forEach(
                (name, gradient) -> assertClose(name, gradient, actual.gradients.get(name)));
    }

    /** Relative to the largest number of the array: near zero, rounding is all there is. */
    private static void assertClose(String name, float[] expected, float[] actual) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest > 0, name);
        assertArrayEquals(expected, actual, (float) (RELATIVE * largest), name);
    }
}
