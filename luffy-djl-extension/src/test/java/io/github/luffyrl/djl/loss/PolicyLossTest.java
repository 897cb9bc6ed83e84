package io.github.luffyrl.djl.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.MultitaskObjective;
import io.github.luffyrl.core.objective.PolicyMetrics;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.SftObjective;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.model.CausalLm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses with more terms than the policy objective, on batches as a dataset gives them. */
class PolicyLossTest {

    private static final int VOCABULARY = 5;

    static Stream<PolicyUpdate> updates() {
        MixedPolicyObjective mixed = MixedPolicyObjective.builder().build();
        return Stream.<PolicyObjective>of(
                        mixed, new MultitaskObjective(mixed, 0.3), new SftObjective())
                .map(
                        policy ->
                                new PolicyUpdate(
                                        policy,
                                        EntropyCoefficient.constant(0.05),
                                        new KlTerm(KlEstimator.k3(), 0.2),
                                        0));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void theResultDoesNotDependOnTheCutNorOnTheOrderOfRows(PolicyUpdate update) {
        List<TokenRow> rows = rows();
        BatchCounts counts = counts(rows);
        float[][] whole = gradients(update, rows, counts);

        float[][] first = gradients(update, List.of(rows.get(2)), counts);
        float[][] second = gradients(update, List.of(rows.get(1), rows.get(0)), counts);

        assertClose(whole[2], first[0]);
        assertClose(whole[1], second[0]);
        assertClose(whole[0], second[1]);
    }

    @Test
    void anEntropyBonusNeedsAnEntropyWithGradient() {
        PolicyUpdate update =
                new PolicyUpdate(
                        new SftObjective(), EntropyCoefficient.constant(0.1), KlTerm.none(), 0);
        double[][] numbers = {{-1, -2}};
        try (GoldenBatch batch =
                new GoldenBatch(DataType.FLOAT32)
                        .label(BatchLayout.MASK, new boolean[][] {{true, true}})
                        .label(BatchLayout.OFF_POLICY, new boolean[1][2])
                        .label(BatchLayout.ADVANTAGES, new double[1][2])
                        .label(BatchLayout.OLD_LOG_PROBS, numbers)
                        .counts(2, 1)
                        .prediction(BatchLayout.LOG_PROBS, numbers)
                        .constant(BatchLayout.ENTROPY, numbers)) {
            IllegalStateException error =
                    assertThrows(
                            IllegalStateException.class,
                            () -> batch.backward(new PolicyLoss("loss", update)));

            assertTrue(error.getMessage().contains("trainEntropy(true)"), error.getMessage());
        }
    }

    @Test
    void aModelThatTrainsItsEntropyLearnsFromTheBonusAlone() {
        PolicyLoss loss =
                new PolicyLoss(
                        "loss",
                        new PolicyUpdate(
                                MixedPolicyObjective.builder().build(),
                                EntropyCoefficient.constant(0.1),
                                KlTerm.none(),
                                0));
        List<TokenRow> rows =
                List.of(
                        new TokenRow(
                                Tokens.of(2, 3, 4),
                                new boolean[] {false, true, true},
                                new boolean[3],
                                new float[3], // no advantage
                                new float[3]));
        try (Model model = TinyLanguage.model(1);
                Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss))) {
            ((CausalLm) model.getBlock()).trainEntropy(true);
            trainer.initialize(new Shape(1, 1));
            try (NDManager manager = trainer.getManager().newSubManager();
                    GradientCollector collector = trainer.newGradientCollector()) {
                BatchArrays batch =
                        BatchArrays.of(manager, rows, BatchCounts.ZERO.plusRow(false, 2), 1);
                NDArray value =
                        loss.evaluate(
                                batch.labels(), trainer.forward(batch.data(), batch.labels()));
                collector.backward(value);

                assertTrue(value.getFloat() < 0, "the bonus is -0.1 times an entropy above 0");
            }
            assertTrue(
                    model.getBlock().getParameters().values().stream()
                            .anyMatch(p -> p.getArray().getGradient().norm().getFloat() > 0));
        }
    }

    /** The mean over all tokens of {@code -A l^2}. */
    private record Squares() implements PolicyObjective {
        @Override
        public Evaluation evaluate(TokenBatch part, BatchCounts whole) {
            double[][] gradient = part.zeros();
            double loss = 0;
            for (int t = 0; t < gradient[0].length; t++) {
                double l = part.logProbs()[0][t];
                double weight = -part.advantages()[0][t] / whole.all().tokens();
                loss += part.mask()[0][t] ? weight * l * l : 0;
                gradient[0][t] = part.mask()[0][t] ? 2 * weight * l : 0;
            }
            return new Evaluation(loss, gradient, new PolicyMetrics());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void anObjectiveOfOnesOwnIsTrained(DataType type) {
        try (GoldenBatch batch =
                new GoldenBatch(type)
                        .label(BatchLayout.MASK, new boolean[][] {{true, true, false}})
                        .label(BatchLayout.OFF_POLICY, new boolean[1][3])
                        .label(BatchLayout.ADVANTAGES, new double[][] {{1, -2, 1}})
                        .label(BatchLayout.OLD_LOG_PROBS, new double[1][3])
                        .counts(4, 2)
                        .prediction(BatchLayout.LOG_PROBS, new double[][] {{-1, -3, Double.NaN}})
                        .constant(BatchLayout.ENTROPY, new double[1][3])) {
            double value = batch.backward(new PolicyLoss(new PolicyUpdate(new Squares())));

            assertEquals((-1 * 1 + 2 * 9) / 4.0, value);
            assertArrayEquals(
                    new double[] {-2 * -1 / 4.0, 2 * 2 * -3 / 4.0, 0},
                    batch.gradient(BatchLayout.LOG_PROBS)[0]);
        }
    }

    @Test
    void valueAndGradientOfDoublePredictionsKeepTheirPrecision() {
        double third = 1 / 3.0;
        try (GoldenBatch batch =
                new GoldenBatch(DataType.FLOAT64)
                        .label(BatchLayout.MASK, new boolean[][] {{true, true, true}})
                        .label(BatchLayout.OFF_POLICY, new boolean[1][3])
                        .label(BatchLayout.ADVANTAGES, new double[1][3])
                        .label(BatchLayout.OLD_LOG_PROBS, new double[1][3])
                        .counts(3, 1)
                        .prediction(BatchLayout.LOG_PROBS, new double[][] {{-third, 0, 0}})
                        .constant(BatchLayout.ENTROPY, new double[1][3])) {
            assertEquals(third * third, batch.backward(new SftLoss()));
            assertEquals(-third, batch.gradient(BatchLayout.LOG_PROBS)[0][0]);
        }
    }

    @Test
    void aPredictionOfAnotherShapeThanTheLabelsIsNamed() {
        try (GoldenBatch batch =
                new GoldenBatch(DataType.FLOAT32)
                        .label(BatchLayout.MASK, new boolean[1][3])
                        .label(BatchLayout.OFF_POLICY, new boolean[1][3])
                        .label(BatchLayout.ADVANTAGES, new double[1][3])
                        .label(BatchLayout.OLD_LOG_PROBS, new double[1][3])
                        .counts(3, 1)
                        .prediction(BatchLayout.LOG_PROBS, new double[1][2])
                        .constant(BatchLayout.ENTROPY, new double[1][2])) {
            IllegalArgumentException error =
                    assertThrows(
                            IllegalArgumentException.class, () -> batch.backward(new SftLoss()));

            assertEquals(
                    "\"oldLogProbs\" has shape (1, 3), but \"logProbs\" has (1, 2): both need"
                            + " (rows, tokens)",
                    error.getMessage());
        }
    }

    @Test
    void countsByKindOfRowAreRequiredWhereTheyMatter() {
        PolicyUpdate update =
                new PolicyUpdate(new MultitaskObjective(MixedPolicyObjective.builder().build(), 1));
        double[][] numbers = {{-1, -2}};
        try (GoldenBatch batch =
                new GoldenBatch(DataType.FLOAT32)
                        .label(BatchLayout.MASK, new boolean[][] {{true, true}})
                        .label(BatchLayout.OFF_POLICY, new boolean[1][2])
                        .label(BatchLayout.ADVANTAGES, new double[1][2])
                        .label(BatchLayout.OLD_LOG_PROBS, numbers)
                        .prediction(BatchLayout.LOG_PROBS, numbers)
                        .constant(BatchLayout.ENTROPY, numbers)) {
            IllegalArgumentException error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> batch.backward(new PolicyLoss("loss", update)));

            assertTrue(
                    error.getMessage().contains(BatchLayout.COUNTS_BY_GUIDANCE),
                    error.getMessage());
        }
    }

    @Test
    void optionalLabelsAreShiftedToTheColumnThatPredictsThem() {
        try (NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
            List<TokenRow> rows = rows();
            BatchArrays arrays = BatchArrays.of(manager, rows, counts(rows), 1);

            double[] reference =
                    NativeArrays.toDoubles(
                            BatchLayout.require(arrays.labels(), BatchLayout.REFERENCE_LOG_PROBS));
            float[] row = rows.get(0).extras().get(TokenBatch.Extra.REFERENCE_LOG_PROBS);
            assertEquals(row[1], reference[0]);
            assertArrayEquals(
                    new long[] {9, 2, 2, 3, 1, 1},
                    BatchLayout.require(arrays.labels(), BatchLayout.COUNTS_BY_GUIDANCE)
                            .toLongArray());
        }
    }

    /** Gradients of the logits, one array a row, as long as the row. */
    private static float[][] gradients(
            PolicyUpdate update, List<TokenRow> rows, BatchCounts counts) {
        try (GoldenBatch batch = new GoldenBatch(DataType.FLOAT32);
                NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
            BatchArrays arrays = BatchArrays.of(manager, rows, counts, 1);
            int columns = (int) arrays.data().head().getShape().get(1);
            double[][][] logits = new double[rows.size()][columns][VOCABULARY];
            for (int b = 0; b < logits.length; b++) {
                for (int t = 0; t < columns; t++) {
                    // depends on what is read alone, as a model's logits do
                    Random random = new Random(t < rows.get(b).length() ? read(rows, b, t) : 0);
                    Arrays.setAll(logits[b][t], v -> 2 * random.nextGaussian());
                }
            }
            for (NDArray label : arrays.labels()) {
                batch.labels().add(label);
            }
            batch.prediction(BatchLayout.LOGITS, logits);
            batch.backward(new PolicyLoss("loss", update));
            double[][][] gradient = batch.cubicGradient(BatchLayout.LOGITS);
            float[][] flat = new float[rows.size()][];
            for (int b = 0; b < flat.length; b++) {
                flat[b] = new float[(rows.get(b).length() - 1) * VOCABULARY];
                for (int i = 0; i < flat[b].length; i++) {
                    flat[b][i] = (float) gradient[b][i / VOCABULARY][i % VOCABULARY];
                }
            }
            return flat;
        }
    }

    private static long read(List<TokenRow> rows, int row, int token) {
        return rows.get(row).tokens().first(token + 1).hashCode();
    }

    private static void assertClose(float[] expected, float[] actual) {
        assertArrayEquals(expected, actual, 1e-6f);
        assertTrue(Arrays.stream(toDoubles(expected)).anyMatch(g -> g != 0), "no gradient");
    }

    private static double[] toDoubles(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    /** Prompts of one token and responses of 3, 4 and 5 tokens, the first a demonstration. */
    private static List<TokenRow> rows() {
        Random random = new Random(5);
        return Stream.of(4, 5, 6)
                .map(
                        length -> {
                            int[] tokens = new int[length];
                            boolean[] trained = new boolean[length];
                            boolean[] offPolicy = new boolean[length];
                            float[][] numbers = new float[3][length];
                            for (int i = 0; i < length; i++) {
                                tokens[i] = random.nextInt(VOCABULARY);
                                trained[i] = i > 0;
                                offPolicy[i] = length == 4 && i > 0;
                                numbers[0][i] = i > 0 ? (float) random.nextGaussian() : 0;
                                numbers[1][i] = -2 * random.nextFloat();
                                numbers[2][i] = -2 * random.nextFloat();
                            }
                            return new TokenRow(
                                    Tokens.of(tokens),
                                    trained,
                                    offPolicy,
                                    numbers[0],
                                    numbers[1],
                                    Map.of(TokenBatch.Extra.REFERENCE_LOG_PROBS, numbers[2]));
                        })
                .toList();
    }

    private static BatchCounts counts(List<TokenRow> rows) {
        BatchCounts counts = BatchCounts.ZERO;
        for (TokenRow row : rows) {
            counts = counts.plusRow(row.offPolicy()[1], row.length() - 1);
        }
        return counts;
    }
}
