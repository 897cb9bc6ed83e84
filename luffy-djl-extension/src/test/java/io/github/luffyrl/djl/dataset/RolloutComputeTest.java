package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What steps cost. Prompts have 2 tokens, demonstrations 4 with their end, responses 2; of each
 * group of four the demonstration alone is right, so that all rows are trained.
 */
class RolloutComputeTest {

    /** Two groups, each three responses: 2 * 3 * (2 + 2) sampled. */
    private static final long SAMPLED = 24;

    /** And the demonstrations: 2 * (2 + 4) more. */
    private static final long UPDATED = 36;

    private static ProblemEncoder encoder;

    @BeforeAll
    static void load() throws IOException {
        encoder = TinyLanguage.encoder(TinyLanguage.tokenizer(), 6);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void sampledAndUpdatedTokensAddUpOverTheSteps() {
        assertEquals(
                List.of(
                        new Compute(SAMPLED, UPDATED),
                        new Compute(2 * SAMPLED, 2 * UPDATED),
                        new Compute(3 * SAMPLED, 3 * UPDATED)),
                compute(dataset().build()));
    }

    @Test
    void rowsWithoutAdvantageAreSampledButNotUpdated() {
        RolloutDataset dataset = dataset().optPrefix(PrefixSchedule.none()).build();

        // Nothing is right: of two groups of four only the row that stands in is trained.
        assertEquals(new Compute(32, 4), compute(dataset).get(0));
    }

    @Test
    void scoringByAReferencePolicyIsAForwardPass() {
        RolloutDataset dataset = dataset().optReference(RolloutComputeTest::score).build();

        assertEquals(new Compute(SAMPLED + UPDATED, UPDATED), compute(dataset).get(0));
    }

    @Test
    void furtherEpochsAreUpdatesOfWhatWasSampledAndScoredOnce() {
        RolloutDataset dataset = dataset().optUpdates(1, 2, RolloutComputeTest::score).build();

        long forward = SAMPLED + UPDATED;
        assertEquals(
                List.of(
                        new Compute(forward, UPDATED),
                        new Compute(forward, 2 * UPDATED),
                        new Compute(2 * forward, 3 * UPDATED)),
                compute(dataset));
    }

    @Test
    void whatWasSpentBeforeIsCountedIn() {
        RolloutDataset dataset = dataset().optComputeSpent(new Compute(1000, 10)).build();

        assertEquals(new Compute(1000 + SAMPLED, 10 + UPDATED), compute(dataset).get(0));
    }

    @Test
    void noRolloutBeginsBehindTheLimit() {
        double oneStep = new Compute(SAMPLED, UPDATED).flops(7);

        assertEquals(1, compute(dataset().optComputeLimit(oneStep, 7).build()).size());
        assertEquals(2, compute(dataset().optComputeLimit(oneStep + 1, 7).build()).size());
    }

    private static List<Compute> compute(RolloutDataset dataset) {
        List<Compute> compute = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                compute.add(((RolloutBatch) batch).compute());
                batch.close();
            }
        }
        assertEquals(compute.get(compute.size() - 1), dataset.compute());
        return compute;
    }

    private static RolloutDataset.Builder dataset() {
        return RolloutDataset.builder()
                .setPolicy(RolloutComputeTest::write)
                .setEncoder(encoder)
                .setProblems(TinyLanguage.problems())
                .setReward(TinyLanguage::exactly)
                .optGroups(2, 4)
                .optSteps(3);
    }

    private static List<float[]> score(List<Trajectory> trajectories, double temperature) {
        return trajectories.stream().map(t -> new float[t.response().length()]).toList();
    }

    private static List<Trajectory> write(List<RolloutRequest> requests, SamplingParams sampling) {
        return requests.stream().map(RolloutComputeTest::write).toList();
    }

    private static Trajectory write(RolloutRequest request) {
        int[] prefix = request.prefix().tokens().toArray();
        return prefix.length > 0
                ? new Trajectory(
                        request.prompt(),
                        Tokens.of(prefix),
                        prefix.length,
                        new float[prefix.length],
                        true)
                : new Trajectory(
                        request.prompt(), Tokens.of(9, TinyLanguage.END), 0, new float[2], true);
    }
}
