package io.github.luffyrl.djl.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.Recomputation;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is computed again has the gradients of what is kept. */
class RecomputationTest {

    private static final List<TokenRow> ROWS =
            List.of(
                    row(new int[] {2, 3, 4, 5, 6, 7}, 2, 1.5f),
                    row(new int[] {9, 8, 7}, 1, -0.5f),
                    row(new int[] {10, 2, 11, 3, 12, 4, 13}, 3, 0.7f));

    private static TokenRow row(int[] tokens, int prompt, float advantage) {
        int length = tokens.length;
        boolean[] trained = new boolean[length];
        float[] advantages = new float[length];
        float[] oldLogProbs = new float[length];
        for (int i = prompt; i < length; i++) {
            trained[i] = i != prompt + 1; // a hole
            advantages[i] = advantage;
            oldLogProbs[i] = -2.5f - 0.1f * i;
        }
        return new TokenRow(
                Tokens.of(tokens), trained, new boolean[length], advantages, oldLogProbs);
    }

    static Stream<Arguments> cases() {
        return Stream.of(true, false)
                .flatMap(
                        tied ->
                                Stream.of(0.0, 0.3)
                                        .flatMap(
                                                bonus ->
                                                        Stream.of(1, 3, 256)
                                                                .map(
                                                                        chunk ->
                                                                                Arguments.of(
                                                                                        tied, bonus,
                                                                                        chunk))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreThoseOfTheKeptGraph(boolean tied, double bonus, int chunk) {
        try (Model model = model(tied)) {
            Step kept = step(model, Recomputation.NONE, chunk, bonus, ROWS.size());
            for (Recomputation kind :
                    List.of(Recomputation.SCORES, Recomputation.SCORES_AND_LAYERS)) {
                for (int rowsPerPart : new int[] {ROWS.size(), 1}) {
                    Step again = step(model, kind, chunk, bonus, rowsPerPart);
                    assertEquals(kept.loss, again.loss, 2e-6);
                    assertClose(kept.gradients, again.gradients);
                }
            }
        }
    }

    @Test
    void aTrainerOfDjlKeepsEverythingAndHasTheSameGradients() {
        try (Model model = model(true)) {
            Step kept = step(model, Recomputation.NONE, 256, 0.3, 3);
            CausalLm block = (CausalLm) model.getBlock();
            block.recompute(Recomputation.SCORES_AND_LAYERS);
            try (Trainer trainer = model.newTrainer(config(0.3))) {
                Step stock = step(trainer, 3);
                assertClose(kept.gradients, stock.gradients);
            }
        }
    }

    @Test
    void twoForwardPassesMayComeBeforeTheirBackwardPasses() {
        try (Model model = model(true)) {
            Step kept = step(model, Recomputation.NONE, 256, 0, 3);
            ((CausalLm) model.getBlock()).recompute(Recomputation.SCORES, 2);
            try (LuffyTrainer trainer = new LuffyTrainer(model, config(0));
                    NDManager manager = trainer.getManager().newSubManager();
                    GradientCollector collector = trainer.newGradientCollector()) {
                trainer.initialize(new Shape(1, 1));
                clear(model);
                NDArray first = loss(trainer, arrays(manager, ROWS.subList(0, 1)));
                NDArray second = loss(trainer, arrays(manager, ROWS.subList(1, 3)));
                collector.backward(second);
                collector.backward(first);
                assertClose(kept.gradients, TinyLanguage.gradients(model));
            }
        }
    }

    @Test
    void withAFrozenDecoderOnlyTheHeadHasAGradient() {
        for (Recomputation kind : Recomputation.values()) {
            try (Model model = model(false)) {
                model.getBlock().freezeParameters(true, p -> !p.getName().equals("lm_head.weight"));
                assertEquals(
                        Set.of("lm_head.weight"), step(model, kind, 2, 0, 3).gradients.keySet());
            }
        }
    }

    private record Step(double loss, Map<String, float[]> gradients) {}

    private static Step step(
            Model model, Recomputation kind, int chunk, double bonus, int rowsPerPart) {
        CausalLm block = (CausalLm) model.getBlock();
        block.recompute(kind, chunk);
        try (LuffyTrainer trainer = new LuffyTrainer(model, config(bonus))) {
            return step(trainer, rowsPerPart);
        }
    }

    private static Step step(Trainer trainer, int rowsPerPart) {
        trainer.initialize(new Shape(1, 1));
        clear(trainer.getModel());
        double total = 0;
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            for (int from = 0; from < ROWS.size(); from += rowsPerPart) {
                List<TokenRow> part = ROWS.subList(from, from + rowsPerPart);
                NDArray loss = loss(trainer, arrays(manager, part));
                total += loss.getFloat();
                collector.backward(loss);
            }
        }
        return new Step(total, TinyLanguage.gradients(trainer.getModel()));
    }

    private static BatchArrays arrays(NDManager manager, List<TokenRow> part) {
        BatchCounts counts = BatchCounts.ZERO;
        for (TokenRow row : ROWS) {
            int tokens = 0;
            for (boolean trained : row.trained()) {
                tokens += trained ? 1 : 0;
            }
            counts = counts.plusRow(false, tokens);
        }
        return BatchArrays.of(manager, part, counts, 0.7f);
    }

    private static NDArray loss(Trainer trainer, BatchArrays batch) {
        NDList predictions = trainer.forward(batch.data(), batch.labels());
        return trainer.getLoss().evaluate(batch.labels(), predictions);
    }

    private static DefaultTrainingConfig config(double bonus) {
        EntropyCoefficient entropy =
                bonus > 0 ? EntropyCoefficient.constant(bonus) : EntropyCoefficient.none();
        return new DefaultTrainingConfig(
                new PolicyLoss(
                        "loss",
                        new PolicyUpdate(
                                MixedPolicyObjective.builder().build(),
                                entropy,
                                KlTerm.none(),
                                0)));
    }

    private static Model model(boolean tied) {
        CausalLmConfig c = TinyLanguage.config();
        Engine.getEngine("PyTorch").setRandomSeed(7);
        Model model =
                CausalLanguageModel.create(
                        new CausalLmConfig(
                                c.modelType(),
                                c.storedType(),
                                c.vocabSize(),
                                c.hiddenSize(),
                                c.intermediateSize(),
                                c.layers(),
                                c.heads(),
                                c.keyValueHeads(),
                                c.headDim(),
                                c.ropeTheta(),
                                c.ropeScaling(),
                                c.rmsNormEps(),
                                tied,
                                c.maxPositionEmbeddings(),
                                OptionalInt.empty(),
                                Set.of(TinyLanguage.END),
                                OptionalInt.empty()));
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                parameter.getArray().muli(10);
            }
        }
        return model;
    }

    private static void clear(Model model) {
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            if (!parameter.requiresGradient()) {
                continue;
            }
            try (NDArray gradient = parameter.getArray().getGradient()) {
                gradient.subi(gradient);
            }
        }
    }

    /** Relative to each parameter's largest gradient; float32 has an epsilon of 6e-8. */
    private static void assertClose(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach(
                (name, values) -> {
                    double largest = 0;
                    double distance = 0;
                    for (int i = 0; i < values.length; i++) {
                        largest = Math.max(largest, Math.abs(values[i]));
                        distance = Math.max(distance, Math.abs(values[i] - actual.get(name)[i]));
                    }
                    double relative = distance / Math.max(largest, 1e-3);
                    assertTrue(largest > 0 && relative <= 2e-6, () -> name + ": " + relative);
                });
    }
}
