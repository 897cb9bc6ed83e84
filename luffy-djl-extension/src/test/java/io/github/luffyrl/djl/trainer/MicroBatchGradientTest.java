package io.github.luffyrl.djl.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.training.GradientCollector;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.loss.PolicyLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random mini-batches, cut at random into micro-batches in a random order. */
class MicroBatchGradientTest {

    private static final int VOCABULARY = 11;
    private static final int ROWS = 7;

    @Test
    void inDoublePrecisionEveryCutHasTheSameGradient() {
        check(DataType.FLOAT64, 1e-12);
    }

    @Test
    void inSinglePrecisionEveryCutHasTheSameGradient() {
        check(DataType.FLOAT32, 1e-6);
    }

    private static void check(DataType type, double tolerance) {
        List<LossNormalizer> normalizers =
                List.of(
                        LossNormalizer.tokenMean(),
                        LossNormalizer.fixedLength(9),
                        LossNormalizer.fixedLengthPerRow(9));
        Random random = new Random(7);
        for (int trial = 0; trial < 12; trial++) {
            PolicyLoss loss = loss(normalizers.get(trial % normalizers.size()));
            List<TokenRow> rows = rows(random);
            double[] whole = gradient(loss, List.of(rows), rows, type, trial);
            double norm = norm(whole, new double[whole.length]);
            assertTrue(norm > 1e-4, "nothing to compare: " + norm);
            for (int cut = 0; cut < 4; cut++) {
                List<List<TokenRow>> parts = cut(rows, random);
                double[] sum = gradient(loss, parts, rows, type, trial);
                assertEquals(0, norm(sum, whole) / norm, tolerance, () -> parts.size() + " parts");
            }
        }
    }

    private static PolicyLoss loss(LossNormalizer normalizer) {
        return new PolicyLoss(
                "loss",
                new PolicyUpdate(
                        MixedPolicyObjective.builder().normalizer(normalizer).build(),
                        EntropyCoefficient.constant(0.01),
                        new KlTerm(KlEstimator.k3(), 0.1),
                        0));
    }

    private static List<TokenRow> rows(Random random) {
        List<TokenRow> rows = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            int length = 3 + random.nextInt(8);
            int[] tokens = random.ints(length, 0, VOCABULARY).toArray();
            boolean[] trained = new boolean[length];
            boolean[] offPolicy = new boolean[length];
            float[] advantages = new float[length];
            float[] old = new float[length];
            float[] reference = new float[length];
            float advantage = (float) random.nextGaussian();
            boolean demonstration = random.nextInt(3) == 0;
            for (int t = 2; t < length; t++) {
                trained[t] = true;
                offPolicy[t] = demonstration;
                advantages[t] = advantage;
                old[t] = -1 - random.nextFloat();
                reference[t] = -1 - random.nextFloat();
            }
            rows.add(
                    new TokenRow(
                            Tokens.of(tokens),
                            trained,
                            offPolicy,
                            advantages,
                            old,
                            Map.of(TokenBatch.Extra.REFERENCE_LOG_PROBS, reference)));
        }
        return rows;
    }

    private static List<List<TokenRow>> cut(List<TokenRow> rows, Random random) {
        List<TokenRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        List<List<TokenRow>> parts = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); ) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(3));
            parts.add(shuffled.subList(from, to));
            from = to;
        }
        return parts;
    }

    /** The gradient of a table of logits by token, a language model as small as can be. */
    private static double[] gradient(
            PolicyLoss loss,
            List<List<TokenRow>> parts,
            List<TokenRow> all,
            DataType type,
            int seed) {
        BatchCounts counts = BatchCounts.ZERO;
        for (TokenRow row : all) {
            counts = counts.plusRow(row.offPolicy()[row.length() - 1], row.length() - 2);
        }
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            double[] values = new Random(seed).doubles(VOCABULARY * VOCABULARY, -2, 2).toArray();
            try (NDArray wide = manager.create(values, new Shape(VOCABULARY, VOCABULARY))) {
                NDArray table = wide.toType(type, true).duplicate();
                table.setRequiresGradient(true);
                try (GradientCollector collector =
                        Engine.getEngine("PyTorch").newGradientCollector()) {
                    for (List<TokenRow> part : parts) {
                        BatchArrays batch = BatchArrays.of(manager, part, counts, 1);
                        NDArray ids = batch.data().head();
                        NDArray logits = Embedding.embedding(ids, table, SparseFormat.DENSE).head();
                        collector.backward(
                                loss.evaluate(
                                        batch.labels(),
                                        new NDList(BatchLayout.named(BatchLayout.LOGITS, logits))));
                    }
                }
                return NativeArrays.toDoubles(table.getGradient());
            }
        }
    }

    private static double norm(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }
}
