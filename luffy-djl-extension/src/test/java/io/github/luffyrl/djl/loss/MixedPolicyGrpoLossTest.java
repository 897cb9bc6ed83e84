package io.github.luffyrl.djl.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.Accumulation;
import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.ImportanceCorrection;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.OffPolicyClip;
import io.github.luffyrl.core.objective.OnPolicyRatio;
import io.github.luffyrl.core.objective.PolicyObjective.Evaluation;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.djl.batch.BatchLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The DJL loss against {@link MixedPolicyObjective}: the same numbers, rounded to float32. */
class MixedPolicyGrpoLossTest {

    private static final int ROWS = 4;
    private static final int TOKENS = 6;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<MixedPolicyObjective> objectives() {
        List<MixedPolicyObjective> objectives = new ArrayList<>();
        for (PolicyShaping shaping :
                List.of(
                        PolicyShaping.none(),
                        PolicyShaping.rational(0.1),
                        PolicyShaping.rational(2))) {
            for (ClipRange clip :
                    List.of(
                            ClipRange.none(),
                            ClipRange.symmetric(0.2),
                            new ClipRange(0.9, Double.POSITIVE_INFINITY))) {
                for (LossNormalizer normalizer :
                        List.of(
                                LossNormalizer.tokenMean(),
                                LossNormalizer.fixedLength(7),
                                LossNormalizer.fixedLengthPerRow(7))) {
                    objectives.add(new MixedPolicyObjective(shaping, clip, normalizer));
                }
            }
        }
        objectives.addAll(variants());
        return objectives.stream();
    }

    /** What the objective's builder offers beyond shaping, clip range and normaliser. */
    private static List<MixedPolicyObjective> variants() {
        List<MixedPolicyObjective> variants = new ArrayList<>();
        for (PolicyShaping shaping :
                List.of(
                        new PolicyShaping.Log(0.3),
                        new PolicyShaping.LogBlend(0.3),
                        new PolicyShaping.Power(0.5),
                        new Cosine())) {
            variants.add(
                    MixedPolicyObjective.builder().shaping(shaping).ratioShaping(shaping).build());
        }
        for (OnPolicyRatio.Surrogate surrogate : OnPolicyRatio.Surrogate.values()) {
            for (OnPolicyRatio.Level level : OnPolicyRatio.Level.values()) {
                variants.add(
                        MixedPolicyObjective.builder()
                                .surrogate(surrogate)
                                .ratioLevel(level)
                                .ratioShaping(PolicyShaping.rational(0.1))
                                .clip(ClipRange.asymmetric(0.1, 0.2).withDual(1.4))
                                .build());
            }
        }
        for (LossNormalizer normalizer :
                List.of(
                        LossNormalizer.rowSum(),
                        LossNormalizer.rowMean(),
                        LossNormalizer.nonEmptyRowMean())) {
            variants.add(MixedPolicyObjective.builder().normalizer(normalizer).build());
        }
        variants.add(
                MixedPolicyObjective.builder()
                        .clip(ClipRange.symmetric(0.1).measured())
                        .offPolicyClip(new OffPolicyClip(0.3, 0.8))
                        .build());
        for (BehaviourPolicy behaviour :
                List.of(BehaviourPolicy.GIVEN, BehaviourPolicy.GIVEN_SHAPED)) {
            variants.add(
                    MixedPolicyObjective.builder()
                            .behaviour(behaviour)
                            .correction(ImportanceCorrection.truncated(1.1))
                            .build());
            variants.add(
                    MixedPolicyObjective.builder()
                            .behaviour(behaviour)
                            .correction(ImportanceCorrection.masked(0.9, 1.2))
                            .build());
        }
        return variants;
    }

    /** A shaping that this project does not know. */
    private record Cosine() implements PolicyShaping.Custom {
        @Override
        public double value(double logProb) {
            return Math.cos(logProb);
        }

        @Override
        public double derivative(double logProb) {
            return -Math.sin(logProb);
        }
    }

    @Test
    void theBuilderBuildsTheUpdate() {
        MixedPolicyObjective objective =
                new MixedPolicyObjective(
                        PolicyShaping.rational(0.5),
                        ClipRange.symmetric(0.2),
                        LossNormalizer.fixedLength(7));
        EntropyCoefficient entropy = EntropyCoefficient.constant(0.01);
        KlTerm kl = new KlTerm(KlEstimator.k2(), 0.1);
        MixedPolicyGrpoLoss loss =
                MixedPolicyGrpoLoss.builder()
                        .optName("mine")
                        .optObjective(objective)
                        .optEntropy(entropy)
                        .optKl(kl)
                        .optDrift(0.3)
                        .build();

        assertEquals(objective, loss.objective());
        assertEquals(new PolicyUpdate(objective, entropy, kl, 0.3), loss.update());
        assertEquals("mine", loss.getName());
    }

    @Test
    void entropyBonusAndKlTermNeedNoOtherClass() {
        TokenBatch batch = random(3);
        double[][] entropies = {
            {1, 2, 3, 4, 5, 6}, {1, 1, 1, 1, 1, 1}, {2, 2, 2, 2, 2, 2}, {0, 1, 0, 1, 0, 1}
        };
        batch =
                batch.with(Extra.ENTROPIES, entropies)
                        .with(Extra.REFERENCE_LOG_PROBS, batch.oldLogProbs());
        MixedPolicyGrpoLoss loss =
                MixedPolicyGrpoLoss.builder()
                        .optEntropy(EntropyCoefficient.constant(0.01))
                        .optKl(new KlTerm(KlEstimator.k3(), 0.1))
                        .build();
        PolicyUpdate.Evaluation expected =
                loss.update().evaluate(List.of(batch), Accumulation.wholeMiniBatch()).get(0);

        Shape shape = new Shape(ROWS, TOKENS);
        NDArray logProbs = leaf(flat(batch.logProbs()), shape);
        NDArray entropy = leaf(flat(entropies), shape);
        NDList predictions =
                new NDList(
                        BatchLayout.named(BatchLayout.LOG_PROBS, logProbs),
                        BatchLayout.named(BatchLayout.ENTROPY, entropy));
        double value = backward(loss, labels(batch, tokens(batch), ROWS), predictions);

        assertEquals((float) expected.loss(), (float) value);
        assertArrayEquals(flat(expected.gradient()), logProbs.getGradient().toFloatArray());
        assertArrayEquals(flat(expected.entropyGradient()), entropy.getGradient().toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void valueAndGradientAreThoseOfTheObjective(MixedPolicyObjective objective) {
        for (int seed = 0; seed < 10; seed++) {
            TokenBatch batch = random(seed);
            assertAgrees(objective.evaluate(batch), evaluate(objective, batch));
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void whatLiesOutsideTheMaskDoesNotMatter(MixedPolicyObjective objective) {
        double[] poison = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, -1e30
        };
        for (int seed = 0; seed < 5; seed++) {
            TokenBatch batch = random(seed);
            TokenBatch poisoned = random(seed);
            int next = 0;
            for (int row = 0; row < ROWS; row++) {
                for (int t = 0; t < TOKENS; t++) {
                    if (!batch.mask()[row][t]) {
                        poisoned.logProbs()[row][t] = poison[next++ % 5];
                        poisoned.oldLogProbs()[row][t] = poison[next++ % 5];
                        poisoned.advantages()[row][t] = poison[next++ % 5];
                    } else if (batch.offPolicy()[row][t]) {
                        poisoned.oldLogProbs()[row][t] = poison[next++ % 5];
                    }
                }
            }
            assertAgrees(objective.evaluate(batch), evaluate(objective, poisoned));
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void tokensOfZeroAdvantageGiveExactlyZero(MixedPolicyObjective objective) {
        TokenBatch batch = random(1);
        for (int row = 0; row < ROWS; row++) {
            Arrays.fill(batch.advantages()[row], 0);
            batch.oldLogProbs()[row][0] = -1000; // its ratio overflows
            batch.logProbs()[row][1] = Double.NEGATIVE_INFINITY;
        }
        Result result = evaluate(objective, batch);
        assertEquals(0, Math.abs(result.loss()));
        for (float[] row : result.gradient()) {
            for (float value : row) {
                assertEquals(0, Math.abs(value));
            }
        }
    }

    @Test
    void aClippedTokenMayOverflow() {
        MixedPolicyObjective objective =
                new MixedPolicyObjective(
                        PolicyShaping.rational(0.1),
                        ClipRange.symmetric(0.2),
                        LossNormalizer.tokenMean());
        // ratio e^200 clipped to 1.2 for a good token, e^-200 to 0.8 for a bad one
        TokenBatch batch =
                new TokenBatch(
                        new double[][] {{-1, -200}},
                        new double[][] {{-201, 0}},
                        new double[][] {{2, -3}},
                        new boolean[][] {{true, true}},
                        new boolean[1][2]);
        Result result = evaluate(objective, batch);
        assertEquals((-2 * 1.2 + 3 * 0.8) / 2, result.loss(), 1e-6);
        assertEquals(0, result.gradient()[0][0]);
        assertEquals(0, result.gradient()[0][1]);
        assertAgrees(objective.evaluate(batch), result);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void anImprobableDemonstrationTokenGivesNoNan(MixedPolicyObjective objective) {
        TokenBatch batch =
                new TokenBatch(
                                new double[][] {{-1e-7, -90, -1e4, 0}},
                                new double[1][4],
                                new double[][] {{1, 1, 1, 1}},
                                new boolean[][] {{true, true, true, true}},
                                new boolean[][] {{true, true, true, true}})
                        .with(Extra.BEHAVIOUR_PROBS, new double[][] {{1, 0.5, 0, 0}})
                        .with(Extra.ROLLOUT_LOG_PROBS, new double[1][4]);
        assertAgrees(objective.evaluate(batch), evaluate(objective, batch));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void extremeLogProbabilitiesGiveFiniteLosses(MixedPolicyObjective objective) {
        double[] extremes = {0, -1, -100, -1e4};
        TokenBatch batch = random(0);
        batch = batch.with(Extra.ROLLOUT_LOG_PROBS, batch.logProbs());
        for (int row = 0; row < ROWS; row++) {
            for (int t = 0; t < TOKENS; t++) {
                batch.logProbs()[row][t] = extremes[t % 4];
                batch.oldLogProbs()[row][t] = extremes[row];
                batch.mask()[row][t] = true;
            }
        }
        Result result = evaluate(objective, batch);
        assertTrue(Double.isFinite(result.loss()), () -> "loss " + result.loss());
        for (float[] row : result.gradient()) {
            for (float value : row) {
                assertTrue(Float.isFinite(value), () -> Arrays.toString(row));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void anEmptyMaskGivesZero(MixedPolicyObjective objective) {
        TokenBatch batch = random(3);
        for (boolean[] row : batch.mask()) {
            Arrays.fill(row, false);
        }
        assertAgrees(objective.evaluate(batch), evaluate(objective, batch));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void microBatchesAddUpToTheWhole(MixedPolicyObjective objective) {
        TokenBatch batch = random(4);
        Result whole = evaluate(objective, batch);
        long tokens = tokens(batch);
        double sum = 0;
        for (int from = 0, to = 1; from < ROWS; from = to, to = ROWS) { // 1 row, then the others
            Result part = evaluate(objective, batch.rows(from, to), tokens, ROWS);
            sum += part.loss();
            for (int row = from; row < to; row++) {
                for (int t = 0; t < TOKENS; t++) {
                    float expected = whole.gradient()[row][t];
                    float actual = part.gradient()[row - from][t];
                    assertEquals(expected, actual, 1e-6 * Math.abs(expected));
                }
            }
        }
        assertEquals(whole.loss(), sum, 1e-5 * Math.abs(whole.loss()) + 1e-7);
    }

    @Test
    void logitsGiveTheSameAsLogProbs() {
        MixedPolicyObjective objective =
                new MixedPolicyObjective(
                        PolicyShaping.rational(0.1),
                        ClipRange.symmetric(0.2),
                        LossNormalizer.tokenMean());
        int vocabulary = 5;
        float temperature = 0.7f;
        Random random = new Random(9);
        float[] logits = new float[ROWS * TOKENS * vocabulary];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (2 * random.nextGaussian());
        }
        long[] targets = random.longs((long) ROWS * TOKENS, 0, vocabulary).toArray();
        TokenBatch batch = random(9);
        double[][] softmax = new double[ROWS * TOKENS][vocabulary];
        for (int at = 0; at < softmax.length; at++) {
            double sum = 0;
            for (int v = 0; v < vocabulary; v++) {
                softmax[at][v] = Math.exp(logits[at * vocabulary + v] / temperature);
                sum += softmax[at][v];
            }
            for (int v = 0; v < vocabulary; v++) {
                softmax[at][v] /= sum;
            }
            batch.logProbs()[at / TOKENS][at % TOKENS] = Math.log(softmax[at][(int) targets[at]]);
        }
        Evaluation expected = objective.evaluate(batch);

        NDList labels = labels(batch, tokens(batch), ROWS);
        labels.add(
                BatchLayout.named(
                        BatchLayout.TARGETS, manager.create(targets, new Shape(ROWS, TOKENS))));
        labels.add(
                BatchLayout.named(
                        BatchLayout.TEMPERATURE, manager.create(new float[] {temperature})));
        for (boolean named : new boolean[] {true, false}) {
            NDArray leaf = leaf(logits, new Shape(ROWS, TOKENS, vocabulary));
            leaf.setName(named ? BatchLayout.LOGITS : null);
            NDList predictions = new NDList(leaf);
            if (named) {
                predictions.add(manager.zeros(new Shape(1))); // some other output of the model
            }
            assertEquals(expected.loss(), backward(objective, labels, predictions), 1e-5);
            float[] gradient = leaf.getGradient().toFloatArray();
            for (int i = 0; i < gradient.length; i++) {
                int at = i / vocabulary;
                int v = i % vocabulary;
                // d l / d logit_v = (1[v = target] - softmax_v) / T
                double outer = expected.gradient()[at / TOKENS][at % TOKENS];
                double inner = ((targets[at] == v ? 1 : 0) - softmax[at][v]) / temperature;
                assertEquals(outer * inner, gradient[i], 1e-4 * Math.abs(outer * inner) + 1e-6);
            }
        }
    }

    @Test
    void theDefaultsAreLuffys() {
        assertEquals(
                new MixedPolicyObjective(
                        PolicyShaping.rational(0.1), ClipRange.none(), LossNormalizer.tokenMean()),
                MixedPolicyGrpoLoss.builder().build().objective());
    }

    @Test
    void aMissingLabelIsNamed() {
        TokenBatch batch = random(0);
        NDList labels = labels(batch, 1, 1);
        labels.remove(labels.get(BatchLayout.ADVANTAGES));
        NDList predictions = predictions(leaf(flat(batch.logProbs()), new Shape(ROWS, TOKENS)));
        MixedPolicyGrpoLoss loss = MixedPolicyGrpoLoss.builder().build();
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> loss.evaluate(labels, predictions));
        assertTrue(e.getMessage().contains(BatchLayout.ADVANTAGES), e.getMessage());
    }

    @Test
    void supervisedLossIsTheMeanOverTheWholeMiniBatch() {
        TokenBatch batch = random(2);
        batch.logProbs()[0][0] = -1;
        batch.logProbs()[0][1] = -2.5;
        batch.logProbs()[0][2] = Double.NaN;
        for (boolean[] row : batch.mask()) {
            Arrays.fill(row, false);
        }
        Arrays.fill(batch.mask()[0], 0, 2, true);
        NDArray leaf = leaf(flat(batch.logProbs()), new Shape(ROWS, TOKENS));
        double loss = backward(new SftLoss(), labels(batch, 7, ROWS), predictions(leaf));
        assertEquals(3.5 / 7, loss, 1e-6); // two tokens of this micro-batch, seven in all
        float[] gradient = leaf.getGradient().toFloatArray();
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(i < 2 ? -1 / 7. : 0, gradient[i], 1e-7);
        }
    }

    private record Result(double loss, float[][] gradient) {}

    private Result evaluate(MixedPolicyObjective objective, TokenBatch batch) {
        return evaluate(objective, batch, tokens(batch), batch.mask().length);
    }

    private Result evaluate(
            MixedPolicyObjective objective, TokenBatch batch, long tokens, long rows) {
        int height = batch.mask().length;
        int width = batch.mask()[0].length;
        NDArray leaf = leaf(flat(batch.logProbs()), new Shape(height, width));
        double loss = backward(objective, labels(batch, tokens, rows), predictions(leaf));
        float[] flat = leaf.getGradient().toFloatArray();
        float[][] gradient = new float[height][];
        Arrays.setAll(gradient, r -> Arrays.copyOfRange(flat, r * width, (r + 1) * width));
        return new Result(loss, gradient);
    }

    private double backward(MixedPolicyObjective objective, NDList labels, NDList predictions) {
        PolicyLoss loss = new PolicyLoss("loss", new PolicyUpdate(objective));
        return backward(loss, labels, predictions);
    }

    private static double backward(Loss loss, NDList labels, NDList predictions) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.evaluate(labels, predictions);
            collector.backward(value);
            return value.getFloat();
        }
    }

    private static void assertAgrees(Evaluation expected, Result actual) {
        assertSame(expected.loss(), actual.loss());
        for (int row = 0; row < expected.gradient().length; row++) {
            for (int t = 0; t < expected.gradient()[row].length; t++) {
                assertSame(expected.gradient()[row][t], actual.gradient()[row][t]);
            }
        }
    }

    /** To the last bit, but for the sign of zero. */
    private static void assertSame(double expected, double actual) {
        assertEquals((float) expected + 0f, (float) actual + 0f);
    }

    /** A third of the tokens outside the mask, a third off-policy, a fifth without advantage. */
    private static TokenBatch random(long seed) {
        Random random = new Random(seed);
        TokenBatch batch =
                new TokenBatch(
                        new double[ROWS][TOKENS],
                        new double[ROWS][TOKENS],
                        new double[ROWS][TOKENS],
                        new boolean[ROWS][TOKENS],
                        new boolean[ROWS][TOKENS]);
        double[][] given = new double[ROWS][TOKENS];
        double[][] rollout = new double[ROWS][TOKENS];
        for (int row = 0; row < ROWS; row++) {
            for (int t = 0; t < TOKENS; t++) {
                float logProb = (float) Math.log(random.nextDouble());
                batch.logProbs()[row][t] = logProb;
                batch.oldLogProbs()[row][t] = (float) (logProb + 0.3 * random.nextGaussian());
                batch.advantages()[row][t] =
                        random.nextInt(5) == 0 ? 0 : (float) random.nextGaussian();
                batch.mask()[row][t] = random.nextInt(3) > 0;
                batch.offPolicy()[row][t] = random.nextInt(3) == 0;
                given[row][t] = (float) random.nextDouble();
                rollout[row][t] =
                        (float) (batch.oldLogProbs()[row][t] + 0.2 * random.nextGaussian());
            }
        }
        return batch.with(Extra.BEHAVIOUR_PROBS, given).with(Extra.ROLLOUT_LOG_PROBS, rollout);
    }

    private static long tokens(TokenBatch batch) {
        long tokens = 0;
        for (boolean[] row : batch.mask()) {
            for (boolean inMask : row) {
                tokens += inMask ? 1 : 0;
            }
        }
        return tokens;
    }

    private NDList labels(TokenBatch batch, long tokens, long rows) {
        Shape shape = new Shape(batch.mask().length, batch.mask()[0].length);
        NDList labels =
                new NDList(
                        BatchLayout.named(
                                BatchLayout.MASK, manager.create(flat(batch.mask()), shape)),
                        BatchLayout.named(
                                BatchLayout.OFF_POLICY,
                                manager.create(flat(batch.offPolicy()), shape)),
                        BatchLayout.named(
                                BatchLayout.ADVANTAGES,
                                manager.create(flat(batch.advantages()), shape)),
                        BatchLayout.named(
                                BatchLayout.OLD_LOG_PROBS,
                                manager.create(flat(batch.oldLogProbs()), shape)),
                        BatchLayout.named(
                                BatchLayout.COUNTS_BY_GUIDANCE,
                                manager.create(
                                        new long[] {tokens, rows, Math.min(tokens, rows), 0, 0, 0},
                                        new Shape(2, 3))));
        for (var extra :
                Map.of(
                                BatchLayout.BEHAVIOUR_PROBS, Extra.BEHAVIOUR_PROBS,
                                BatchLayout.ROLLOUT_LOG_PROBS, Extra.ROLLOUT_LOG_PROBS,
                                BatchLayout.REFERENCE_LOG_PROBS, Extra.REFERENCE_LOG_PROBS)
                        .entrySet()) {
            double[][] values = batch.extras().get(extra.getValue());
            if (values != null) {
                labels.add(BatchLayout.named(extra.getKey(), manager.create(flat(values), shape)));
            }
        }
        return labels;
    }

    private NDList predictions(NDArray logProbs) {
        return new NDList(
                BatchLayout.named(BatchLayout.LOG_PROBS, logProbs),
                BatchLayout.named(BatchLayout.ENTROPY, manager.zeros(logProbs.getShape())));
    }

    private NDArray leaf(float[] values, Shape shape) {
        NDArray leaf = manager.create(values, shape).duplicate();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private static float[] flat(double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    private static float[] flat(boolean[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / rows[0].length][i % rows[0].length] ? 1 : 0;
        }
        return flat;
    }
}
