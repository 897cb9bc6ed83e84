package io.github.luffyrl.djl.trainer;

import static io.github.luffyrl.djl.TinyLanguage.gradients;
import static io.github.luffyrl.djl.TinyLanguage.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.StepReport.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuffyTrainerTest {

    private static final String SPOILT = "model.layers.1.mlp.up_proj.weight";

    private final RecordedSteps recorded = new RecordedSteps();

    private LuffyTrainer trainer(Model model, Optimizer optimizer, double maxNorm) {
        LuffyTrainer trainer =
                new LuffyTrainer(
                        model,
                        new DefaultTrainingConfig(new SftLoss())
                                .optOptimizer(optimizer)
                                .addTrainingListeners(recorded),
                        maxNorm);
        trainer.initialize(new Shape(1, 1));
        return trainer;
    }

    /** Weights move by exactly the gradient. */
    private static Optimizer plain() {
        return Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1)).build();
    }

    private static void backward(Trainer trainer, int... tokens) {
        boolean[] trained = new boolean[tokens.length];
        Arrays.fill(trained, 1, tokens.length, true);
        backward(trainer, TokenRow.supervised(Tokens.of(tokens), trained));
    }

    private static void backward(Trainer trainer, TokenRow row) {
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            BatchArrays batch = BatchArrays.of(manager, List.of(row), row.length() - 1, 1, 1);
            collector.backward(
                    trainer.getLoss()
                            .evaluate(
                                    batch.labels(), trainer.forward(batch.data(), batch.labels())));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1e6, Double.POSITIVE_INFINITY})
    void theGradientIsScaledDownToTheGlobalNorm(double maxNorm) {
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, plain(), maxNorm)) {
            backward(trainer, 2, 3, 4, 5, 6);
            Map<String, float[]> gradients = gradients(model);
            Map<String, float[]> before = weights(model);
            trainer.step();
            Map<String, float[]> after = weights(model);

            double squares = 0;
            for (float[] gradient : gradients.values()) {
                for (float value : gradient) {
                    squares += (double) value * value;
                }
            }
            double norm = Math.sqrt(squares);
            assertTrue(norm > 0.1 && norm < 1e6, "norm " + norm);
            double factor = Math.min(1, maxNorm / (norm + 1e-6));
            gradients.forEach(
                    (name, gradient) -> {
                        for (int i = 0; i < gradient.length; i++) {
                            double expected = before.get(name)[i] - factor * gradient[i];
                            assertEquals(expected, after.get(name)[i], 1e-6, name);
                        }
                    });
            assertEquals(norm, recorded.last().gradientNorm(), 1e-6 * norm);
            assertEquals(Outcome.UPDATED, recorded.last().outcome());
        }
    }

    @Test
    void lossesAndGradientsOfSeveralBackwardPassesAddUpToOneStep() {
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, plain(), 1)) {
            backward(trainer, 2, 3, 4);
            trainer.step();
            double first = recorded.last().loss();
            assertTrue(first > 0);
        }
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, plain(), 1)) {
            backward(trainer, 2, 3, 4);
            backward(trainer, 2, 3, 4);
            trainer.step();
            double once = recorded.reports.get(0).loss();
            assertEquals(2 * once, recorded.last().loss(), 1e-6);
            double onceNorm = recorded.reports.get(0).gradientNorm();
            assertEquals(2 * onceNorm, recorded.last().gradientNorm(), 1e-5 * onceNorm);
            backward(trainer, 2, 3, 4);
            trainer.step();
            assertTrue(recorded.last().loss() < once); // nothing is left of the step before
        }
    }

    @Test
    void anUpdateIsTimedForTheListenersOfDjl() {
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, plain(), 1)) {
            trainer.setMetrics(new Metrics());
            backward(trainer, 2, 3, 4);
            trainer.step();
            assertEquals(1, trainer.getMetrics().getMetric("step").size());
        }
    }

    @Test
    void theLearningRateIsThatOfTheUpdate() {
        Optimizer risingTo = AdamW.builder().optLearningRate(update -> 0.1f * update).build();
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, risingTo, 1)) {
            backward(trainer, 2, 3, 4);
            trainer.step();
            assertEquals(0.1f, recorded.last().learningRate());
            trainer.step(); // without a backward pass there is no update
            assertTrue(Double.isNaN(recorded.last().learningRate()));
            backward(trainer, 2, 3, 4);
            trainer.step();
            assertEquals(0.2f, recorded.last().learningRate());
        }
    }

    @Test
    void anAdaptiveEntropyCoefficientIsSteppedOncePerUpdate() {
        AdaptiveEntropyCoefficient coefficient =
                new AdaptiveEntropyCoefficient(0.1, 0.001, Double.POSITIVE_INFINITY, 0.01);
        PolicyLoss loss =
                new PolicyLoss(
                        "loss",
                        new PolicyUpdate(
                                MixedPolicyObjective.builder().build(),
                                coefficient,
                                KlTerm.none(),
                                0));
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer =
                        new LuffyTrainer(
                                model,
                                new DefaultTrainingConfig(loss)
                                        .optOptimizer(plain())
                                        .addTrainingListeners(recorded))) {
            trainer.initialize(new Shape(1, 1));
            backward(trainer, 2, 3, 4);
            backward(trainer, 5, 6);
            trainer.step();

            // far above the target, the entropy lowers the coefficient by AdamW's first step
            double lowered = Math.log(0.1) * (1 - 0.01 * 0.01) - 0.01;
            assertEquals(1, coefficient.state().steps());
            assertEquals(lowered, coefficient.state().logAlpha(), 1e-7);
            assertEquals(0.1, recorded.last().entropyCoefficient(), 1e-12);

            trainer.step(); // no update
            assertEquals(1, coefficient.state().steps());
            backward(trainer, 2, 3, 4);
            trainer.step();
            assertEquals(2, coefficient.state().steps());
            assertEquals(Math.exp(lowered), recorded.last().entropyCoefficient(), 1e-7);
        }
    }

    @Test
    void aStepWithoutBackwardChangesNothing() {
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, AdamW.builder().build(), 1)) {
            Map<String, float[]> before = weights(model);
            trainer.newGradientCollector().close();
            trainer.step();
            assertSameWeights(before, weights(model));
            assertEquals(Outcome.NO_SIGNAL, recorded.last().outcome());
            assertTrue(Double.isNaN(recorded.last().entropy()));
        }
    }

    @Test
    void aBatchWithoutTrainedTokensHasNoSignal() {
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, AdamW.builder().build(), 1)) {
            Map<String, float[]> before = weights(model);
            backward(trainer, TokenRow.supervised(Tokens.of(2, 3, 4), new boolean[3]));
            trainer.step();
            assertSameWeights(before, weights(model));
            assertEquals(Outcome.NO_SIGNAL, recorded.last().outcome());
            assertEquals(0, Math.abs(recorded.last().loss()));
        }
    }

    @Test
    void nothingThatTheBackwardPassNeedsIsLeftToTheGarbageCollector() {
        MixedPolicyGrpoLoss loss =
                MixedPolicyGrpoLoss.builder()
                        .optObjective(
                                MixedPolicyObjective.builder()
                                        .clip(ClipRange.symmetric(0.2))
                                        .build())
                        .build();
        TokenRow row =
                new TokenRow(
                        Tokens.of(2, 3, 4, 5, 6),
                        new boolean[] {false, true, true, true, true},
                        new boolean[] {false, true, true, false, false},
                        new float[] {0, 1, 1, 1, -1},
                        new float[] {0, 0, 0, -2.5f, -2.5f});
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, plain(), 1);
                NDManager manager = trainer.getManager().newSubManager()) {
            Map<String, float[]> once = new TreeMap<>();
            for (boolean collected : new boolean[] {false, true}) {
                BatchArrays batch = BatchArrays.of(manager, List.of(row), 4, 1, 0.5f);
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray value =
                            loss.evaluate(
                                    batch.labels(), trainer.forward(batch.data(), batch.labels()));
                    if (collected) {
                        overwriteFreedBuffers();
                    }
                    collector.backward(value);
                }
                if (!collected) {
                    once.putAll(gradients(model));
                }
            }
            Map<String, float[]> twice = gradients(model); // the same gradient added to itself
            once.forEach(
                    (name, gradient) -> {
                        for (int i = 0; i < gradient.length; i++) {
                            assertEquals(2 * gradient[i], twice.get(name)[i], 1e-6, name);
                        }
                    });
        }
    }

    /**
     * Has the JVM free buffers that nothing refers to, and fills their memory with other numbers.
     */
    private static void overwriteFreedBuffers() {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            System.gc();
            for (int i = 0; i < 5000; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(4 + 4 * (i % 30));
                while (buffer.hasRemaining()) {
                    buffer.putFloat(1e5f);
                }
                buffers.add(buffer);
            }
        }
        assertEquals(25_000, buffers.size());
    }

    @Test
    void aGradientThatIsNotFiniteIsNamedAndThrownAway() {
        Map<String, float[]> undisturbed;
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, AdamW.builder().build(), 1)) {
            backward(trainer, 2, 3, 4, 5);
            trainer.step();
            undisturbed = weights(model);
        }
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, AdamW.builder().build(), 1)) {
            Map<String, float[]> before = weights(model);
            backward(trainer, 6, 7, 8);
            spoil(model);
            String warning = warningsOf(trainer::step);

            assertTrue(warning.contains(SPOILT), warning);
            assertFalse(warning.contains("embed_tokens"), warning);
            assertEquals(Outcome.NOT_FINITE, recorded.last().outcome());
            assertTrue(Double.isNaN(recorded.last().gradientNorm()));
            assertSameWeights(before, weights(model));
            overwriteFreedBuffers();
            gradients(model).values().forEach(g -> assertArrayEquals(new float[g.length], g));

            backward(trainer, 2, 3, 4, 5); // as if nothing had happened
            trainer.step();
            assertSameWeights(undisturbed, weights(model));
        }
    }

    private static void spoil(Model model) {
        Parameter parameter =
                model.getBlock().getParameters().values().stream()
                        .filter(p -> p.getName().equals(SPOILT))
                        .findFirst()
                        .orElseThrow();
        try (NDArray gradient = parameter.getArray().getGradient()) {
            gradient.set(new NDIndex(0, 0), Float.NaN);
        }
    }

    private static String warningsOf(Runnable action) {
        PrintStream original = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(original);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Test
    void frozenParametersAreLeftAlone() {
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model, plain(), 1)) {
            Parameter frozen =
                    model.getBlock().getParameters().values().stream()
                            .filter(p -> p.getName().equals(SPOILT))
                            .findFirst()
                            .orElseThrow();
            frozen.freeze(true);
            float[] before = frozen.getArray().toFloatArray();
            backward(trainer, 2, 3, 4);
            trainer.step();
            assertEquals(Outcome.UPDATED, recorded.last().outcome());
            assertArrayEquals(before, frozen.getArray().toFloatArray());
        }
    }

    @Test
    void initialisersOfTheConfigurationAreHeeded() {
        try (Model model = Model.newInstance("linear", "PyTorch")) {
            model.setBlock(Linear.builder().setUnits(2).build());
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(new SftLoss())
                            .optInitializer(new ConstantInitializer(7), Parameter.Type.WEIGHT);
            try (Trainer trainer = new LuffyTrainer(model, config)) {
                trainer.initialize(new Shape(1, 3));
                float[] weight =
                        model.getBlock().getParameters().get("weight").getArray().toFloatArray();
                assertArrayEquals(new float[] {7, 7, 7, 7, 7, 7}, weight);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void aMaximumThatIsNoPositiveNumberIsRefused(double maxNorm) {
        try (Model model = TinyLanguage.model(1)) {
            assertThrows(IllegalArgumentException.class, () -> trainer(model, plain(), maxNorm));
        }
    }

    private static void assertSameWeights(
            Map<String, float[]> expected, Map<String, float[]> actual) {
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
    }
}
