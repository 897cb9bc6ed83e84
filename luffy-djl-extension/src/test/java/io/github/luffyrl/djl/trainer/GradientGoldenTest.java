package io.github.luffyrl.djl.trainer;

import static io.github.luffyrl.djl.GoldenModel.TOLERANCE;
import static io.github.luffyrl.djl.GoldenModel.doubles;
import static io.github.luffyrl.djl.GoldenModel.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.GoldenModel;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients and training steps against numbers computed in float64, for every folder. */
class GradientGoldenTest {

    private static final String MODELS = "io.github.luffyrl.djl.GoldenModel#all";
    private static final double RELATIVE = 1e-4;

    @ParameterizedTest
    @MethodSource(MODELS)
    void gradientsOfTheMeanNegativeLogLikelihoodAgree(GoldenModel golden) throws IOException {
        JsonNode expected = golden.named("gradients", "mean_nll_text");
        assertGradients(golden, expected, List.of(wholeSequence(golden, "text")));
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void gradientsOfAMaskedBatchAgree(GoldenModel golden) throws IOException {
        JsonNode expected = golden.named("gradients", "masked_mean_nll_batch");
        JsonNode batch = golden.named("batches", "right_padded");
        List<TokenRow> rows = new ArrayList<>();
        for (int row = 0; row < batch.get("rows").size(); row++) {
            int length = Arrays.stream(ints(batch.get("attention_mask").get(row))).sum();
            int[] ids = Arrays.copyOf(ints(batch.get("input_ids").get(row)), length);
            int[] mask = ints(expected.get("right_padded_loss_mask").get(row));
            boolean[] trained = new boolean[length];
            for (int i = 0; i < length; i++) {
                trained[i] = mask[i] == 1;
            }
            rows.add(TokenRow.supervised(Tokens.of(ids), trained));
        }
        assertGradients(golden, expected, rows);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void fiveClippedAdamWStepsAgree(GoldenModel golden) throws IOException {
        JsonNode expected = golden.expected().get("adamw_steps");
        double[] betas = doubles(expected.get("betas"));
        Optimizer optimizer =
                AdamW.builder()
                        .optLearningRate(
                                Tracker.fixed((float) expected.get("learning_rate").asDouble()))
                        .optBetas(betas[0], betas[1])
                        .optEpsilon(expected.get("eps").asDouble())
                        .optWeightDecays((float) expected.get("weight_decay").asDouble())
                        .build();
        double[] losses = doubles(expected.get("losses"));
        List<StepReport> reports =
                train(golden, optimizer, expected.get("max_grad_norm").asDouble(), losses.length);
        double[] norms = doubles(expected.get("grad_norms"));
        for (int step = 0; step < losses.length; step++) {
            assertRelative(losses[step], reports.get(step).loss(), "loss " + step);
            assertRelative(norms[step], reports.get(step).gradientNorm(), "norm " + step);
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void aPlainGradientStepAgrees(GoldenModel golden) throws IOException {
        JsonNode expected = golden.expected().get("sgd_step");
        Optimizer sgd =
                Optimizer.sgd()
                        .setLearningRateTracker(
                                Tracker.fixed((float) expected.get("learning_rate").asDouble()))
                        .build();
        List<StepReport> reports = train(golden, sgd, Double.POSITIVE_INFINITY, 2);
        assertRelative(expected.get("loss_before").asDouble(), reports.get(0).loss(), "before");
        assertRelative(expected.get("loss_after").asDouble(), reports.get(1).loss(), "after");
    }

    private static void assertGradients(GoldenModel golden, JsonNode expected, List<TokenRow> rows)
            throws IOException {
        try (Model model = golden.load();
                Trainer trainer = model.newTrainer(new DefaultTrainingConfig(new SftLoss()))) {
            trainer.initialize(new Shape(1, 1));
            double loss = backward(trainer, rows);
            assertEquals(expected.get("loss").asDouble(), loss, TOLERANCE);
            Map<String, float[]> gradients = byParameterName(TinyLanguage.gradients(model), model);
            Map<String, JsonNode> parameters = new TreeMap<>();
            expected.get("parameters")
                    .fieldNames()
                    .forEachRemaining(
                            name -> parameters.put(name, expected.get("parameters").get(name)));
            assertEquals(parameters.keySet(), gradients.keySet());
            parameters.forEach((name, values) -> assertGradient(values, gradients.get(name), name));
            double[] norms = gradients.values().stream().mapToDouble(g -> norm(g)).toArray();
            double total = Math.sqrt(Arrays.stream(norms).map(n -> n * n).sum());
            double norm = expected.get("total_norm").asDouble();
            assertRelative(norm, total, "total norm");
            System.out.printf(
                    "%s: gradient norm %.4f, relative difference %.1e%n",
                    golden, total, Math.abs(total / norm - 1));
        }
    }

    private static void assertGradient(JsonNode expected, float[] gradient, String name) {
        assertRelative(expected.get("norm").asDouble(), norm(gradient), name);
        double accepted = 1e-4 * expected.get("max_abs").asDouble();
        for (JsonNode sample : expected.get("samples")) {
            double actual = gradient[sample.get(0).asInt()];
            assertEquals(sample.get(1).asDouble(), actual, accepted, name);
        }
    }

    private static Map<String, float[]> byParameterName(
            Map<String, float[]> gradients, Model model) {
        Map<String, float[]> renamed = new TreeMap<>();
        model.getBlock()
                .getParameters()
                .forEach(p -> renamed.put(p.getValue().getName(), gradients.get(p.getKey())));
        Set<String> names = new TreeSet<>(renamed.keySet());
        assertEquals(gradients.size(), names.size());
        return renamed;
    }

    private static List<StepReport> train(
            GoldenModel golden, Optimizer optimizer, double maxNorm, int steps) throws IOException {
        RecordedSteps recorded = new RecordedSteps();
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(new SftLoss())
                        .optOptimizer(optimizer)
                        .addTrainingListeners(recorded);
        try (Model model = golden.load();
                Trainer trainer = new LuffyTrainer(model, config, maxNorm)) {
            trainer.initialize(new Shape(1, 1));
            for (int step = 0; step < steps; step++) {
                backward(trainer, List.of(wholeSequence(golden, "text")));
                trainer.step();
            }
        }
        return recorded.reports;
    }

    private static double backward(Trainer trainer, List<TokenRow> rows) {
        long tokens =
                rows.stream()
                        .mapToLong(
                                row ->
                                        IntStream.range(0, row.length())
                                                .filter(i -> row.trained()[i])
                                                .count())
                        .sum();
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            BatchArrays batch = BatchArrays.of(manager, rows, tokens, rows.size(), 1);
            NDArray loss =
                    trainer.getLoss()
                            .evaluate(
                                    batch.labels(), trainer.forward(batch.data(), batch.labels()));
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    private static TokenRow wholeSequence(GoldenModel golden, String name) {
        int[] ids = ints(golden.sequence(name).get("ids"));
        boolean[] trained = new boolean[ids.length];
        Arrays.fill(trained, 1, ids.length, true);
        return TokenRow.supervised(Tokens.of(ids), trained);
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    private static void assertRelative(double expected, double actual, String what) {
        assertEquals(expected, actual, RELATIVE * Math.abs(expected), what);
    }
}
