package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.replay.BucketWeighting;
import io.github.luffyrl.core.replay.EntropyScorer;
import io.github.luffyrl.core.replay.ReplaySelection;
import io.github.luffyrl.core.replay.ReplaySettings;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A problem at a time, in groups of three, of which the first two rows are right. */
class ExperienceReplayTest {

    private static final Device[] CPU = {Device.cpu()};
    private static final float SAMPLED = (float) -Math.log(TinyLanguage.VOCABULARY);

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final List<List<Trajectory>> scored = new ArrayList<>();
    private TextTokenizer tokenizer;
    private int row;

    @BeforeEach
    void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterEach
    void close() {
        tokenizer.close();
        manager.close();
    }

    private static ReplaySettings settings(double startSolved) {
        return new ReplaySettings(
                startSolved, 1, BucketWeighting.NORMAL, 1, 2, ReplaySelection.LOWEST_ENTROPY);
    }

    /** The later a response was kept, the more certain of it the policy is. */
    private List<double[]> entropies(List<Trajectory> trajectories, double temperature) {
        scored.add(trajectories);
        List<double[]> entropies = new ArrayList<>();
        for (Trajectory trajectory : trajectories) {
            double[] each = new double[trajectory.responseLength()];
            Arrays.fill(each, trajectories.size() - entropies.size());
            entropies.add(each);
        }
        return entropies;
    }

    private RolloutDataset.Builder builder(ReplaySettings settings, EntropyScorer scorer) {
        return RolloutDataset.builder()
                .setPolicy(TinyLanguage::writeAnything)
                .setEncoder(TinyLanguage.encoder(tokenizer, 4))
                .setProblems(List.of(Problem.of("only", "ab", "c")))
                .setReward((problem, completion) -> Reward.of(row++ % 3 < 2))
                .optPrefix(PrefixSchedule.none())
                .optGroups(1, 3)
                .optSteps(8)
                .optReplay(settings, scorer);
    }

    private List<RolloutBatch> batches(RolloutDataset dataset, int count) {
        Iterator<Batch> data = dataset.getData(manager).iterator();
        List<RolloutBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add((RolloutBatch) data.next());
        }
        return batches;
    }

    private static Trajectory row(RolloutBatch batch, int index) {
        return batch.groups().get(0).responses().get(index).trajectory();
    }

    private static ReplayStatistics replay(RolloutBatch batch) {
        return Objects.requireNonNull(batch.statistics().replay());
    }

    @Test
    void theResponseThatThePolicyIsMostCertainOfTakesThePlaceOfTheFirstRow() {
        // step 1: on-policy; 2: its right rows are kept; 3: one of them is replayed
        RolloutDataset dataset = builder(settings(0.5), this::entropies).build();
        List<RolloutBatch> batches = batches(dataset, 3);

        assertEquals(new ReplayStatistics(0, 0, 0), replay(batches.get(0)));
        assertEquals(new ReplayStatistics(0, 1, 0), replay(batches.get(1)));
        assertEquals(new ReplayStatistics(1, 1, 0), replay(batches.get(2)));
        assertEquals(
                List.of(row(batches.get(1), 0).response(), row(batches.get(1), 1).response()),
                scored.get(0).stream().map(Trajectory::response).toList());
        Trajectory replayed = row(batches.get(2), 0);
        assertEquals(row(batches.get(1), 1).response(), replayed.response());
        assertArrayEquals(row(batches.get(1), 1).logProbs(), replayed.logProbs());
        assertTrue(replayed.offPolicy());
        assertFalse(replayed.finished(), "as it was written: up to the length limit");
        assertFalse(row(batches.get(2), 1).offPolicy());
        // three rollouts of three rows of six tokens, one row copied; two rows scored
        assertEquals(new Compute((3 * 3 - 1 + 2) * 6, 3 * 3 * 6), dataset.compute());
    }

    @Test
    void itKeepsTheLogProbabilitiesItWasWrittenWithWhenOthersAreComputedAgain() {
        RolloutDataset dataset =
                builder(settings(0.5), this::entropies)
                        .optUpdates(1, 2, (rows, t) -> rows.stream().map(this::minusFive).toList())
                        .build();
        RolloutBatch batch = batches(dataset, 5).get(4); // the third rollout

        float[] offPolicy = label(batch, BatchLayout.OFF_POLICY);
        float[] old = label(batch, BatchLayout.OLD_LOG_PROBS);
        float[] mask = label(batch, BatchLayout.MASK);
        int copied = 0;
        for (int i = 0; i < old.length; i++) {
            copied += offPolicy[i] == 1 ? 1 : 0;
            float expected = mask[i] == 0 ? 0 : offPolicy[i] == 1 ? SAMPLED : -5;
            assertEquals(expected, old[i]);
        }
        assertEquals(4, copied);
    }

    private float[] minusFive(Trajectory trajectory) {
        float[] scores = new float[trajectory.responseLength()];
        Arrays.fill(scores, -5);
        return scores;
    }

    private static float[] label(RolloutBatch batch, String name) {
        return BatchLayout.require(batch.split(CPU, false)[0].getLabels(), name).toFloatArray();
    }

    @Test
    void nothingIsKeptBeforeTheStart() {
        List<RolloutBatch> batches =
                batches(builder(settings(0.7), this::entropies).build(), 4); // 2/3 solved

        batches.forEach(batch -> assertEquals(new ReplayStatistics(0, 0, 0), replay(batch)));
    }

    @Test
    void problemsNeedIdsOfTheirOwn() {
        Problem problem = Problem.of("same", "ab", "c");
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                builder(settings(0.5), this::entropies)
                                        .setProblems(List.of(problem, problem))
                                        .build());
        assertTrue(e.getMessage().startsWith("two problems have the id 'same'"), e.getMessage());
    }
}
