package io.github.luffyrl.djl.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import ai.djl.util.PairList;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.batch.TokenScores;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole training runs: dataset, loss, optimizer and trainer together. */
class TrainingTest {

    private static final int STEPS = 10;
    private static final int EPOCHS = 2;

    private static ProblemEncoder encoder;

    @BeforeAll
    static void load() throws IOException {
        encoder = TinyLanguage.encoder(TinyLanguage.tokenizer(), 6);
    }

    @AfterAll
    static void close() {
        encoder.tokenizer().close();
    }

    private static RolloutDataset.Builder rollouts(Policy policy) {
        return RolloutDataset.builder()
                .setPolicy(policy)
                .setEncoder(encoder)
                .setProblems(TinyLanguage.problems())
                .setReward(TinyLanguage::exactly)
                .optGroups(2, 4)
                .optSteps(STEPS);
    }

    private static DefaultTrainingConfig config(Optimizer optimizer) {
        return new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                .optOptimizer(optimizer)
                .addTrainingListeners(TrainingListener.Defaults.basic());
    }

    private static Optimizer ours() {
        return AdamW.builder().optLearningRate(Tracker.fixed(0.01f)).build();
    }

    private static Optimizer djls() {
        return Optimizer.adamW().optLearningRateTracker(Tracker.fixed(0.01f)).build();
    }

    private static void fit(Trainer trainer, Dataset rollouts)
            throws IOException, TranslateException {
        trainer.initialize(new Shape(1, 1));
        EasyTrain.fit(trainer, EPOCHS, rollouts, null);
    }

    @Test
    void aStockTrainerWithDjlsOptimizerLearnsTheDemonstrations() throws Exception {
        try (Model model = TinyLanguage.model(1)) {
            double before = demonstrationLogProb(model);
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                            .optOptimizer(djls())
                            .addTrainingListeners(TrainingListener.Defaults.logging());
            try (Trainer trainer = model.newTrainer(config)) {
                fit(trainer, rollouts(new ModelPolicy(model, 1)).build());
                assertEquals(EPOCHS, trainer.getTrainingResult().getEpoch());
            }
            assertLearned(before, demonstrationLogProb(model));
        }
    }

    @Test
    void aStockTrainerWithOurOptimizerLearnsTheDemonstrations() throws Exception {
        try (Model model = TinyLanguage.model(1)) {
            double before = demonstrationLogProb(model);
            try (Trainer trainer = model.newTrainer(config(ours()))) {
                fit(trainer, rollouts(new ModelPolicy(model, 2)).build());
            }
            assertLearned(before, demonstrationLogProb(model));
        }
    }

    @Test
    void aLuffyTrainerLearnsTheDemonstrationsAndReportsEveryStep() throws Exception {
        RecordedSteps recorded = new RecordedSteps();
        try (Model model = TinyLanguage.model(1)) {
            double before = demonstrationLogProb(model);
            try (Trainer trainer =
                    new LuffyTrainer(model, config(ours()).addTrainingListeners(recorded))) {
                fit(trainer, rollouts(new ModelPolicy(model, 1)).build());
            }
            assertLearned(before, demonstrationLogProb(model));
        }
        assertEquals(EPOCHS * STEPS, recorded.reports.size());
        StepReport first = recorded.reports.get(0);
        assertEquals(1, first.step());
        assertEquals(EPOCHS * STEPS, recorded.last().step());
        assertEquals(StepReport.Outcome.UPDATED, first.outcome());
        assertTrue(recorded.last().offPolicyProbability() > 2 * first.offPolicyProbability());
        assertTrue(first.entropy() > 0 && first.entropy() < Math.log(TinyLanguage.VOCABULARY));
    }

    @Test
    void aStockLanguageModelThatReturnsLogitsIsTrainedOnTheSameArrays() throws Exception {
        for (boolean luffy : new boolean[] {false, true}) {
            try (Model model = Model.newInstance("bigram", "PyTorch")) {
                model.setBlock(new Bigram());
                DefaultTrainingConfig config = config(ours());
                try (Trainer trainer =
                        luffy ? new LuffyTrainer(model, config) : model.newTrainer(config)) {
                    trainer.initialize(new Shape(1, 1));
                    double before = demonstrationLogProb(model);
                    fit(trainer, rollouts(TinyLanguage::writeAnything).build());
                    assertLearned(before, demonstrationLogProb(model));
                }
            }
        }
    }

    /** A language model as DJL users write them: it knows nothing of labels or names. */
    private static final class Bigram extends AbstractBlock {

        private final Parameter table =
                addParameter(
                        Parameter.builder()
                                .setName("embedding")
                                .setType(Parameter.Type.WEIGHT)
                                .optShape(new Shape(TinyLanguage.VOCABULARY, 8))
                                .build());
        private final Linear hidden =
                addChildBlock("hidden", Linear.builder().setUnits(12).build());
        private final Linear output =
                addChildBlock("output", Linear.builder().setUnits(TinyLanguage.VOCABULARY).build());

        @Override
        protected NDList forwardInternal(
                ParameterStore store,
                NDList inputs,
                boolean training,
                PairList<String, Object> params) {
            NDArray ids = inputs.head();
            NDArray weight = store.getValue(table, ids.getDevice(), training);
            NDList embedded = Embedding.embedding(ids, weight, SparseFormat.DENSE);
            return output.forward(store, hidden.forward(store, embedded, training), training);
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
            hidden.initialize(manager, type, new Shape(1, 1, 8));
            output.initialize(manager, type, new Shape(1, 1, 12));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] shapes) {
            return new Shape[] {shapes[0].addAll(new Shape(TinyLanguage.VOCABULARY))};
        }
    }

    @Test
    void oneSeedGivesTheSameWeightsAgainAndAnotherDoesNot() throws Exception {
        Map<String, float[]> first = trained(5, 1, 8192);
        Map<String, float[]> again = trained(5, 2, 8192); // threads change nothing
        Map<String, float[]> other = trained(6, 1, 8192);
        first.forEach((name, values) -> assertArrayEquals(values, again.get(name), name));
        assertTrue(
                first.entrySet().stream()
                        .anyMatch(e -> !Arrays.equals(e.getValue(), other.get(e.getKey()))));
    }

    private static Map<String, float[]> trained(long seed, int threads, int microBatchTokens)
            throws Exception {
        try (Model model = TinyLanguage.model(3);
                Trainer trainer = new LuffyTrainer(model, config(ours()))) {
            fit(
                    trainer,
                    rollouts(new ModelPolicy(model, threads))
                            .optSeed(seed)
                            .optMicroBatchTokens(microBatchTokens)
                            .build());
            return TinyLanguage.weights(model);
        }
    }

    @Test
    void theStockTrainerAndOursGiveTheSameWeightsWhereNothingIsClipped() throws Exception {
        Map<String, float[]> stock = trainedBy(false);
        Map<String, float[]> ours = trainedBy(true);

        stock.forEach((name, values) -> assertArrayEquals(values, ours.get(name), name));
    }

    private static Map<String, float[]> trainedBy(boolean luffy) throws Exception {
        try (Model model = TinyLanguage.model(3);
                Trainer trainer =
                        luffy
                                ? new LuffyTrainer(model, config(ours()), Double.POSITIVE_INFINITY)
                                : model.newTrainer(config(ours()))) {
            fit(trainer, rollouts(new ModelPolicy(model, 1)).optMicroBatchTokens(25).build());
            return TinyLanguage.weights(model);
        }
    }

    @Test
    void theSizeOfMicroBatchesDoesNotChangeTheGradient() throws Exception {
        Map<String, float[]> whole = gradients(8192, 1);
        for (int tokens : new int[] {25, 1}) {
            Map<String, float[]> parts = gradients(tokens, tokens == 1 ? 8 : 3);
            double relative = distance(whole, parts) / norm(whole);
            assertTrue(relative <= 1e-6, () -> "relative difference " + relative);
        }
    }

    /** The gradient of one step, its batch cut into at least {@code parts}. */
    private static Map<String, float[]> gradients(int microBatchTokens, int parts)
            throws Exception {
        try (Model model = TinyLanguage.model(3);
                Trainer trainer = new LuffyTrainer(model, config(ours()))) {
            trainer.initialize(new Shape(1, 1));
            Dataset rollouts =
                    rollouts(new ModelPolicy(model, 1))
                            .optMicroBatchTokens(microBatchTokens)
                            .build();
            try (Batch batch = rollouts.getData(trainer.getManager()).iterator().next()) {
                assertTrue(batch.split(trainer.getDevices(), false).length >= parts);
                EasyTrain.trainBatch(trainer, batch);
            }
            return TinyLanguage.gradients(model);
        }
    }

    @Test
    void aStepWithoutSignalChangesNothingAndIsNotTakenForDivergence() throws Exception {
        RecordedSteps recorded = new RecordedSteps();
        try (Model model = TinyLanguage.model(4);
                Trainer trainer =
                        new LuffyTrainer(model, config(ours()).addTrainingListeners(recorded))) {
            Map<String, float[]> before = TinyLanguage.weights(model);
            Dataset unsolvable =
                    rollouts(new ModelPolicy(model, 1))
                            .setProblems(List.of(Problem.of("unsolvable", "ab", "?")))
                            .optPrefix(PrefixSchedule.none())
                            .build();
            fit(trainer, unsolvable);
            Map<String, float[]> after = TinyLanguage.weights(model);
            before.forEach((name, values) -> assertArrayEquals(values, after.get(name), name));
        }
        assertEquals(EPOCHS * STEPS, recorded.reports.size());
        for (StepReport report : recorded.reports) {
            assertEquals(StepReport.Outcome.NO_SIGNAL, report.outcome());
            assertEquals(0, Math.abs(report.loss()));
            assertEquals(0, report.gradientNorm());
        }
    }

    @Test
    void reportsTellTheProbabilitiesOfTheTrainedTokens() throws Exception {
        RecordedSteps recorded = new RecordedSteps();
        List<Double> sampled = new ArrayList<>();
        try (Model model = TinyLanguage.model(4);
                Trainer trainer =
                        new LuffyTrainer(model, config(ours()).addTrainingListeners(recorded))) {
            ModelPolicy policy = new ModelPolicy(model, 1);
            Policy recording =
                    (requests, sampling) -> {
                        var trajectories = policy.rollout(requests, sampling);
                        for (var trajectory : trajectories) {
                            for (float logProb : trajectory.logProbs()) {
                                if (!trajectory.offPolicy()) {
                                    sampled.add(Math.exp(logProb));
                                }
                            }
                        }
                        return trajectories;
                    };
            trainer.initialize(new Shape(1, 1));
            double demonstrations = demonstrationProbability(model);
            Dataset one = rollouts(recording).optSteps(1).optMicroBatchTokens(20).build();
            EasyTrain.fit(trainer, 1, one, null);
            assertEquals(
                    sampled.stream().mapToDouble(p -> p).average().orElseThrow(),
                    recorded.last().onPolicyProbability(),
                    1e-5);
            assertEquals(demonstrations, recorded.last().offPolicyProbability(), 1e-5);
        }
        assertFalse(sampled.isEmpty());
    }

    private static void assertLearned(double before, double after) {
        assertTrue(after > before + 0.5, () -> "log-probability " + before + " -> " + after);
    }

    private static double demonstrationLogProb(Model model) {
        return Arrays.stream(demonstrationLogProbs(model)).average().orElseThrow();
    }

    private static double demonstrationProbability(Model model) {
        return Arrays.stream(demonstrationLogProbs(model)).map(Math::exp).average().orElseThrow();
    }

    private static double[] demonstrationLogProbs(Model model) {
        List<Double> logProbs = new ArrayList<>();
        try (NDManager manager = model.getNDManager().newSubManager()) {
            for (Problem problem : TinyLanguage.problems()) {
                EncodedProblem encoded = encoder.encode(problem);
                Tokens demonstration = encoded.demonstrations().get(0).tokens();
                int prompt = encoded.prompt().length();
                TokenRow row = TokenRow.supervised(encoded.prompt(), demonstration);
                BatchArrays batch = BatchArrays.of(manager, List.of(row), 1, 1, 1);
                NDList predictions =
                        model.getBlock()
                                .forward(
                                        new ParameterStore(manager, false),
                                        batch.data(),
                                        batch.labels(),
                                        null);
                float[] all = TokenScores.of(batch.labels(), predictions).logProbs().toFloatArray();
                for (int t = prompt - 1; t < all.length; t++) {
                    logProbs.add((double) all[t]);
                }
            }
        }
        return logProbs.stream().mapToDouble(l -> l).toArray();
    }

    private static double norm(Map<String, float[]> gradients) {
        double squares = 0;
        for (float[] gradient : gradients.values()) {
            for (float value : gradient) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    private static double distance(Map<String, float[]> a, Map<String, float[]> b) {
        double squares = 0;
        for (Map.Entry<String, float[]> entry : a.entrySet()) {
            for (int i = 0; i < entry.getValue().length; i++) {
                double difference = entry.getValue()[i] - b.get(entry.getKey())[i];
                squares += difference * difference;
            }
        }
        return Math.sqrt(squares);
    }
}
