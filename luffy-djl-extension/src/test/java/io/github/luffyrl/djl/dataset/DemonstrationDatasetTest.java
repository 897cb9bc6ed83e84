package io.github.luffyrl.djl.dataset;

import static io.github.luffyrl.djl.TinyLanguage.END;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.text.TextTokenizer;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemonstrationDatasetTest {

    private static final int ALL_TOKENS = 10_000;

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static List<EncodedProblem> problems() {
        ProblemEncoder encoder = TinyLanguage.encoder(tokenizer, 8);
        return List.of(
                        Problem.of("two", "ab", "c", Demonstration.of("c"), Demonstration.of("dd")),
                        Problem.of("none", "ab", "c"),
                        Problem.of("one", "e", "f", Demonstration.of("fff")))
                .stream()
                .map(encoder::encode)
                .toList();
    }

    private static DemonstrationDataset dataset(int rows, int steps, int tokens) {
        return DemonstrationDataset.builder()
                .setEncodedProblems(problems())
                .optRowsPerStep(rows)
                .optSteps(steps)
                .optMicroBatchTokens(tokens)
                .optSeed(7)
                .build();
    }

    /** The inputs and targets of all rows, micro-batch by micro-batch. */
    private static List<String> rows(DemonstrationDataset dataset) {
        List<String> rows = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                for (Batch part : batch.split(new Device[] {Device.cpu()}, false)) {
                    long[] inputs = part.getData().get(BatchLayout.INPUT_IDS).toLongArray();
                    float[] mask = part.getLabels().get(BatchLayout.MASK).toFloatArray();
                    int columns = inputs.length / part.getSize();
                    for (int r = 0; r < part.getSize(); r++) {
                        int from = r * columns;
                        rows.add(
                                Arrays.toString(Arrays.copyOfRange(inputs, from, from + columns))
                                        + Arrays.toString(
                                                Arrays.copyOfRange(mask, from, from + columns)));
                    }
                }
                batch.close();
            }
        }
        return rows;
    }

    @Test
    void thePromptIsGivenAndEachTokenOfTheDemonstrationIsLearned() {
        DemonstrationDataset dataset = dataset(3, 1, ALL_TOKENS);
        assertEquals(3, dataset.size());
        try (NDManager manager = NDManager.newBaseManager()) {
            Batch batch = dataset.getData(manager).iterator().next();
            Batch part = batch.split(new Device[] {Device.cpu()}, false)[0];
            // "ab" "c" end; "ab" "dd" end; "e" "fff" end: the shortest first, without its last
            long[] inputs = part.getData().get(BatchLayout.INPUT_IDS).toLongArray();
            assertArrayEquals(new long[] {2, 3, 4, 0}, Arrays.copyOf(inputs, 4));
            long[] targets = part.getLabels().get(BatchLayout.TARGETS).toLongArray();
            assertArrayEquals(new long[] {3, 4, END, 0}, Arrays.copyOf(targets, 4));
            float[] mask = part.getLabels().get(BatchLayout.MASK).toFloatArray();
            assertArrayEquals(new float[] {0, 1, 1, 0}, Arrays.copyOf(mask, 4));
            // tokens 2 + 3 + 4, rows 3
            assertArrayEquals(
                    new long[] {0, 0, 0, 9, 3, 3},
                    part.getLabels().get(BatchLayout.COUNTS_BY_GUIDANCE).toLongArray());
            batch.close();
        }
    }

    @Test
    void allDemonstrationsComeOnceBeforeAnyComesAgain() {
        List<String> drawn = rows(dataset(1, 6, ALL_TOKENS));

        assertEquals(6, drawn.size());
        assertEquals(3, drawn.subList(0, 3).stream().distinct().count());
        assertEquals(3, drawn.subList(3, 6).stream().distinct().count());
        assertEquals(drawn, rows(dataset(1, 6, ALL_TOKENS)));
    }

    @Test
    void aRestoredDatasetGoesOnAsTheFirstWouldHave() {
        DemonstrationDataset first = dataset(2, 4, ALL_TOKENS);
        List<String> whole = rows(first);
        DemonstrationDataset resumed = dataset(2, 4, ALL_TOKENS);
        DemonstrationDataset stopped = dataset(2, 4, ALL_TOKENS);
        try (NDManager manager = NDManager.newBaseManager()) {
            Iterator<Batch> batches = stopped.getData(manager).iterator();
            for (int step = 0; step < 3; step++) {
                batches.next().close();
            }
        }
        resumed.restore(stopped.state());

        assertEquals(whole.subList(6, 8), rows(resumed));
        assertEquals(rows(first), rows(resumed), "the second passes");
    }

    @Test
    void trainingLearnsTheDemonstrationsWhateverTheMicroBatches() throws Exception {
        Map<String, float[]> whole = trained(ALL_TOKENS);
        Map<String, float[]> single = trained(1);

        whole.forEach((name, weights) -> assertArrayEquals(weights, single.get(name), 2e-4f));
    }

    private static Map<String, float[]> trained(int microBatchTokens) throws Exception {
        try (Model model = TinyLanguage.model(1)) {
            List<Double> losses = new ArrayList<>();
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(new SftLoss())
                            .optDevices(new Device[] {Device.cpu()})
                            .optOptimizer(
                                    AdamW.builder().optLearningRate(Tracker.fixed(0.01f)).build())
                            .addTrainingListeners(
                                    new MetricsListener(
                                            step -> losses.add(step.metrics().get("loss"))));
            try (Trainer trainer = new LuffyTrainer(model, config)) {
                trainer.initialize(new Shape(1, 1));
                EasyTrain.fit(trainer, 1, dataset(3, 10, microBatchTokens), null);
            }
            assertEquals(10, losses.size());
            assertTrue(losses.get(9) < losses.get(0) / 2, losses.toString());
            return TinyLanguage.weights(model);
        }
    }

    @Test
    void nothingToLearnIsAnError() {
        List<EncodedProblem> none = problems().subList(1, 2);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> DemonstrationDataset.builder().setEncodedProblems(none).build());
        assertEquals("none of the 1 problems has a demonstration to learn from", e.getMessage());
    }
}
