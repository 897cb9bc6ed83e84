package io.github.luffyrl.djl.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.optimizer.AdamW;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Training and generation in bfloat16, which rounds by up to 1/256: what a few layers of that do is
 * compared with float32.
 */
class PrecisionTest {

    /** Of log-probabilities of about 3. */
    private static final double LOG_PROB = 0.05;

    /** Of a parameter's gradient. */
    private static final double LEAST_COSINE = 0.995;

    /** Rows that begin alike. */
    private static final List<TokenRow> ROWS =
            List.of(
                    row(2, 3, 4, 5, 6, 7),
                    row(2, 3, 4, 9, 8),
                    row(2, 3, 4, 5, 11, 3, 12),
                    row(10, 2, 11));

    private static TokenRow row(int... tokens) {
        Tokens ids = Tokens.of(tokens);
        return TokenRow.supervised(ids.first(2), ids.slice(2, ids.length()));
    }

    private static Model model(Precision precision) {
        Model model = TinyLanguage.model(3);
        ((CausalLm) model.getBlock()).computeIn(precision, model.getNDManager().getDevice());
        return model;
    }

    private static LuffyTrainer trainer(Model model) {
        LuffyTrainer trainer =
                new LuffyTrainer(
                        model,
                        new DefaultTrainingConfig(new SftLoss())
                                .optOptimizer(
                                        AdamW.builder()
                                                .optLearningRate(Tracker.fixed(0.01f))
                                                .build()));
        trainer.initialize(new Shape(1, 1));
        return trainer;
    }

    private static double differentiate(LuffyTrainer trainer) {
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            BatchArrays arrays = BatchArrays.of(manager, ROWS, 13, ROWS.size(), 1);
            NDList predictions = trainer.forward(arrays.data(), arrays.labels());
            NDArray loss = trainer.getLoss().evaluate(arrays.labels(), predictions);
            double value = loss.getFloat();
            collector.backward(loss);
            return value;
        }
    }

    private static Map<String, float[]> gradients(Precision precision, Recomputation kind) {
        try (Model model = model(precision)) {
            ((CausalLm) model.getBlock()).recompute(kind, 3);
            try (LuffyTrainer trainer = trainer(model)) {
                differentiate(trainer);
                return TinyLanguage.gradients(model);
            }
        }
    }

    private static float[] logProbs(Precision precision, List<TokenRow> rows) {
        try (Model model = model(precision);
                NDManager manager = model.getNDManager().newSubManager()) {
            BatchArrays arrays = BatchArrays.of(manager, rows, 13, rows.size(), 1);
            NDList scores =
                    model.getBlock()
                            .forward(
                                    new ParameterStore(manager, false),
                                    arrays.data(),
                                    arrays.labels(),
                                    null);
            NDArray logProbs = BatchLayout.require(scores, BatchLayout.LOG_PROBS);
            assertEquals(DataType.FLOAT32, logProbs.getDataType());
            return logProbs.toFloatArray();
        }
    }

    @Test
    void logProbabilitiesAreThoseOfFloat32ButForRounding() {
        float[] exact = logProbs(Precision.FLOAT32, ROWS);
        float[] rounded = logProbs(Precision.BFLOAT16, ROWS);
        double most = 0;
        for (int i = 0; i < exact.length; i++) {
            assertEquals(exact[i], rounded[i], LOG_PROB);
            most = Math.max(most, Math.abs(exact[i] - rounded[i]));
        }
        assertTrue(most > 1e-4, "computed in float32"); // whose rounding is below 1e-5
    }

    @ParameterizedTest
    @EnumSource(Recomputation.class)
    void gradientsOfFloat32WeightsPointTheSameWay(Recomputation kind) {
        Map<String, float[]> exact = gradients(Precision.FLOAT32, Recomputation.NONE);
        Map<String, float[]> rounded = gradients(Precision.BFLOAT16, kind);
        assertEquals(exact.keySet(), rounded.keySet());
        exact.forEach(
                (name, gradient) -> {
                    double cosine = cosine(gradient, rounded.get(name));
                    assertTrue(cosine > LEAST_COSINE, () -> name + ": " + cosine);
                });
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squaresA * squaresB);
    }

    @Test
    void aModelLearnsAndItsWeightsMoveByLessThanBfloat16Holds() {
        try (Model model = model(Precision.BFLOAT16);
                LuffyTrainer trainer = trainer(model)) {
            List<Double> losses = new ArrayList<>();
            for (int step = 0; step < 30; step++) {
                losses.add(differentiate(trainer));
                trainer.step();
            }
            assertTrue(losses.get(29) < losses.get(0) / 4, losses::toString);
            for (Parameter parameter : model.getBlock().getParameters().values()) {
                assertEquals(DataType.FLOAT32, parameter.getArray().getDataType());
            }
            float[] weights = TinyLanguage.weights(model).values().iterator().next();
            long fine = 0;
            for (float weight : weights) {
                fine += (Float.floatToIntBits(weight) & 0xFFFF) == 0 ? 0 : 1;
            }
            assertTrue(fine > weights.length / 2, fine + " of " + weights.length);
        }
    }

    @Test
    void anAdapterIsTrainedToo() {
        try (Model model = model(Precision.BFLOAT16)) {
            CausalLanguageModel.addAdapter(model, LoraConfig.ofRank(4), 1);
            try (LuffyTrainer trainer = trainer(model)) {
                double before = differentiate(trainer);
                trainer.step();
                for (int step = 0; step < 20; step++) {
                    differentiate(trainer);
                    trainer.step();
                }
                double after = differentiate(trainer);
                assertTrue(after < before, before + " to " + after);
            }
        }
    }

    @Test
    void whatIsGeneratedIsScoredAlikeByTraining() {
        Tokens prompt = Tokens.of(2, 3, 4);
        List<RolloutRequest> requests =
                List.of(
                        new RolloutRequest(prompt, Prefix.NONE, 5),
                        new RolloutRequest(prompt, Prefix.NONE, 6));
        List<Trajectory> responses;
        try (Model model = model(Precision.BFLOAT16)) {
            responses = new ModelPolicy(model, 1).rollout(requests, new SamplingParams(1, 6));
            assertEquals(
                    responses,
                    new ModelPolicy(model, 1).rollout(requests, new SamplingParams(1, 6)));
        }
        for (Trajectory response : responses) {
            TokenRow row = TokenRow.of(response, new float[response.responseLength()]);
            float[] rounded = logProbs(Precision.BFLOAT16, List.of(row));
            float[] exact = logProbs(Precision.FLOAT32, List.of(row));
            for (int i = 0; i < response.responseLength(); i++) {
                int column = rounded.length - response.responseLength() + i;
                assertEquals(response.logProbs()[i], rounded[column], LOG_PROB);
                assertNotEquals(exact[column], response.logProbs()[i], 1e-7);
            }
        }
    }
}
