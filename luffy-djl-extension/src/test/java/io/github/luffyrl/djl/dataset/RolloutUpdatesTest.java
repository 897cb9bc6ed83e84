package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts that are trained on several times, filtered and adjusted. */
class RolloutUpdatesTest {

    private static final Device[] CPU = {Device.cpu()};

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private TextTokenizer tokenizer;
    private int rollouts;

    @BeforeEach
    void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterEach
    void close() {
        tokenizer.close();
        manager.close();
    }

    private List<Trajectory> write(List<RolloutRequest> requests, SamplingParams sampling) {
        rollouts++;
        return TinyLanguage.writeAnything(requests, sampling);
    }

    /** Groups of two; of a problem named "good" the first row is right, of others none. */
    private RolloutDataset.Builder builder(String... names) {
        List<Problem> problems =
                Arrays.stream(names).map(name -> Problem.of(name, "ab", "c")).toList();
        boolean[] first = {false};
        return RolloutDataset.builder()
                .setPolicy(this::write)
                .setEncoder(TinyLanguage.encoder(tokenizer, 4))
                .setProblems(problems)
                .setReward(
                        (problem, completion) -> {
                            first[0] = !first[0];
                            return Reward.of(first[0] && problem.id().startsWith("good"));
                        })
                .optPrefix(PrefixSchedule.none())
                .optGroups(1, 2)
                .optSteps(6);
    }

    private List<RolloutBatch> batches(RolloutDataset.Builder builder, int count) {
        Iterator<Batch> data = builder.build().getData(manager).iterator();
        List<RolloutBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add((RolloutBatch) data.next());
        }
        return batches;
    }

    private static float[] label(RolloutBatch batch, String name) {
        NDArray array = BatchLayout.require(batch.split(CPU, false)[0].getLabels(), name);
        return array.toFloatArray();
    }

    @Test
    void aRolloutIsCutIntoMiniBatchesThatComeOnceAnEpoch() {
        List<RolloutBatch> batches =
                batches(
                        builder("good a", "good b", "good c")
                                .optUpdates(3, 2, (rows, t) -> scores(rows)),
                        6);

        assertEquals(1, rollouts);
        assertTrue(batches.get(0).isNewRollout());
        assertEquals(3, batches.get(0).groups().size());
        for (int i = 0; i < 6; i++) {
            assertEquals(i + 1, batches.get(i).step());
            assertEquals(2, batches.get(i).getSize()); // one group of two
            assertEquals(i == 0, batches.get(i).isNewRollout());
            assertEquals(i == 0, batches.get(i).seconds().containsKey(StepPhase.OLD_LOG_PROBS));
        }
        for (int i = 0; i < 3; i++) { // the second epoch has the first one's old probabilities
            assertArrayEquals(
                    label(batches.get(i), BatchLayout.OLD_LOG_PROBS),
                    label(batches.get(i + 3), BatchLayout.OLD_LOG_PROBS));
        }
        // prompt of 2 tokens: the first column predicts the second of them
        assertArrayEquals(
                new float[] {0, -5, -5, -5, -5, 0, -5, -5, -5, -5},
                label(batches.get(0), BatchLayout.OLD_LOG_PROBS));
        float sampled = (float) -Math.log(TinyLanguage.VOCABULARY);
        assertEquals(sampled, label(batches.get(0), BatchLayout.ROLLOUT_LOG_PROBS)[1]);
    }

    private static List<float[]> scores(List<Trajectory> rows) {
        return rows.stream()
                .map(
                        row -> {
                            float[] scores = new float[row.response().length()];
                            Arrays.fill(scores, -5);
                            return scores;
                        })
                .toList();
    }

    @Test
    void aSingleUpdateTakesTheSamplersLogProbabilitiesAndScoresNothing() {
        RolloutBatch batch =
                batches(
                                builder("good")
                                        .optUpdates(
                                                1,
                                                1,
                                                (rows, t) -> {
                                                    throw new AssertionError("not needed");
                                                }),
                                1)
                        .get(0);

        float sampled = (float) -Math.log(TinyLanguage.VOCABULARY);
        assertEquals(sampled, label(batch, BatchLayout.OLD_LOG_PROBS)[1]);
    }

    @Test
    void groupsWithoutSignalAreReplacedUpToTheLimit() {
        // of four problems two are hopeless: two groups with signal need all four
        RolloutBatch batch =
                batches(
                                builder("good a", "bad a", "good b", "bad b")
                                        .optGroups(2, 2)
                                        .optGroupFilter(ScoredGroup::hasSignal, 4),
                                1)
                        .get(0);

        assertEquals(4, batch.getSize());
        assertEquals(batch.groups().size() - 2, batch.statistics().droppedGroups());
        assertTrue(
                rollouts >= 1 && rollouts <= 2, () -> rollouts + " draws of two for four problems");
    }

    @Test
    void whereNoGroupIsLeftASingleRowWithoutAdvantageStandsIn() {
        RolloutBatch batch =
                batches(builder("bad").optGroupFilter(ScoredGroup::hasSignal, 3), 1).get(0);

        assertEquals(3, rollouts);
        assertEquals(3, batch.statistics().droppedGroups());
        assertEquals(1, batch.getSize());
        assertArrayEquals(new float[5], label(batch, BatchLayout.ADVANTAGES));
    }

    @Test
    void theReferencePolicyScoresTheRowsThatAreTrained() {
        RolloutBatch batch =
                batches(builder("good").optReference((rows, t) -> scores(rows)), 1).get(0);

        assertArrayEquals(
                new float[] {0, -5, -5, -5, -5, 0, -5, -5, -5, -5},
                label(batch, BatchLayout.REFERENCE_LOG_PROBS));
        assertTrue(batch.seconds().containsKey(StepPhase.REFERENCE_LOG_PROBS));
    }

    @Test
    void truncatedResponsesCanBeMasked() {
        // all of these responses run into the limit
        RolloutBatch batch =
                batches(builder("good").optAdjustment(new AdvantageAdjustment.DropTruncated()), 1)
                        .get(0);

        assertArrayEquals(new float[5], label(batch, BatchLayout.ADVANTAGES));
        assertFalse(batch.groups().isEmpty());
    }

    @Test
    void thereIsNoStateInTheMidstOfARollout() {
        RolloutDataset dataset =
                builder("good").optUpdates(1, 2, (rows, t) -> scores(rows)).build();
        Iterator<Batch> batches = dataset.getData(manager).iterator();
        batches.next();
        assertFalse(dataset.betweenRollouts());
        assertThrows(IllegalStateException.class, dataset::state);
        batches.next();
        assertEquals(2, dataset.state().step());
    }

    @Test
    void aDatasetThatIsRestoredAtTheEndOfAPassHasNothingLeftOfIt() {
        RolloutDataset first = builder("good").build();
        first.getData(manager).forEach(Batch::close);
        RolloutDataset second = builder("good").build();
        second.restore(first.state());

        assertFalse(second.getData(manager).iterator().hasNext());
        assertTrue(second.getData(manager).iterator().hasNext()); // the next pass
    }
}
