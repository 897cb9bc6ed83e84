package io.github.luffyrl.djl.dataset;

import static io.github.luffyrl.djl.TinyLanguage.END;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@link RolloutDataset}, {@link RolloutBatch} and {@link RolloutStatistics}. */
class RolloutDatasetTest {

    private static final Device[] CPU = {Device.cpu()};

    private static TextTokenizer tokenizer;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final List<RolloutRequest> requested = new ArrayList<>();

    @BeforeAll
    static void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterAll
    static void closeTokenizer() {
        tokenizer.close();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private List<Trajectory> record(List<RolloutRequest> requests, SamplingParams sampling) {
        requested.addAll(requests);
        return TinyLanguage.writeAnything(requests, sampling);
    }

    private RolloutDataset.Builder builder() {
        return RolloutDataset.builder()
                .setPolicy(this::record)
                .setEncoder(TinyLanguage.encoder(tokenizer, 6))
                .setProblems(TinyLanguage.problems())
                .setReward(TinyLanguage::exactly)
                .optGroups(2, 3)
                .optSteps(2);
    }

    private RolloutBatch first(RolloutDataset dataset) {
        return (RolloutBatch) dataset.getData(manager).iterator().next();
    }

    @Test
    void aGroupIsADemonstrationAndRolloutsOfOneProblem() {
        first(builder().build());
        assertEquals(6, requested.size());
        for (int group = 0; group < 2; group++) {
            List<RolloutRequest> rows = requested.subList(3 * group, 3 * group + 3);
            int[] prompt = rows.get(0).prompt().toArray();
            boolean isFirst = Arrays.equals(prompt, new int[] {2, 3});
            int[] demonstration = isFirst ? new int[] {4, 4, 4, END} : new int[] {7, 8, 7, END};
            assertArrayEquals(demonstration, rows.get(0).prefix().tokens().toArray());
            for (RolloutRequest row : rows) {
                assertArrayEquals(prompt, row.prompt().toArray());
            }
            assertEquals(Prefix.NONE, rows.get(1).prefix());
            assertEquals(Prefix.NONE, rows.get(2).prefix());
        }
    }

    @Test
    void noTwoRowsShareASeedEvenWhereAStepDrawsAProblemTwice() {
        Iterator<Batch> batches = builder().optGroups(5, 3).build().getData(manager).iterator();
        batches.next();
        batches.next();
        Set<Long> seeds = new HashSet<>(requested.stream().map(RolloutRequest::seed).toList());
        assertEquals(30, seeds.size());
    }

    @Test
    void aSeedMakesTheSameRolloutsAgainAndAnotherDoesNot() {
        first(builder().optSeed(8).build());
        first(builder().optSeed(8).build());
        assertEquals(requested.subList(0, 6), requested.subList(6, 12));
        first(builder().optSeed(9).build());
        assertNotEquals(requested.get(0).seed(), requested.get(12).seed());
    }

    @Test
    void arraysHoldTheAdvantageTheOwnerAndTheLogProbabilityOfEachToken() {
        RolloutBatch batch = first(builder().optTemperature(0.5).optGroups(1, 3).build());
        Batch[] parts = batch.split(CPU, false);
        assertEquals(1, parts.length);
        // one right of three: advantage 2/3 for the demonstration, -1/3 for the others;
        // prompt 2, responses 4 tokens: 5 columns, the first predicts the prompt's second token
        float good = 2 / 3f;
        float bad = -1 / 3f;
        float old = (float) -Math.log(16);
        assertRows(parts[0], BatchLayout.MASK, new float[] {0, 1, 1, 1, 1}, 3);
        assertRows(parts[0], BatchLayout.OFF_POLICY, new float[] {0, 1, 1, 1, 1}, 1);
        assertRows(parts[0], BatchLayout.ADVANTAGES, new float[] {0, good, good, good, good}, 1);
        assertRows(parts[0], BatchLayout.ADVANTAGES, new float[] {0, bad, bad, bad, bad}, 2);
        assertRows(parts[0], BatchLayout.OLD_LOG_PROBS, new float[] {0, old, old, old, old}, 2);
        assertRows(parts[0], BatchLayout.OLD_LOG_PROBS, new float[5], 1);
        assertArrayEquals( // two rows without and one with demonstration tokens, 4 tokens each
                new long[] {8, 2, 2, 4, 1, 1},
                label(parts[0], BatchLayout.COUNTS_BY_GUIDANCE).toLongArray());
        assertEquals(0.5f, label(parts[0], BatchLayout.TEMPERATURE).getFloat(0));
    }

    @Test
    void rowsWithoutAdvantageAreCountedButNotTrained() {
        Policy fixed = // the first problem's rollouts are all right, the second's wrong
                (requests, sampling) ->
                        requests.stream()
                                .map(r -> trajectory(r.prompt(), new int[] {4, 4, 4, END}))
                                .toList();
        RolloutDataset dataset =
                builder().setPolicy(fixed).optPrefix(PrefixSchedule.none()).optGroups(2, 3).build();
        RolloutBatch batch = first(dataset);
        assertEquals(0, batch.statistics().trainedRows());

        Batch[] parts = batch.split(CPU, false); // one row, so that there is a loss: 0
        assertEquals(1, parts.length);
        assertEquals(1, parts[0].getSize());
        assertRows(parts[0], BatchLayout.ADVANTAGES, new float[5], 1);
        assertArrayEquals( // six rows of four tokens, none with a demonstration
                new long[] {24, 6, 6, 0, 0, 0},
                label(parts[0], BatchLayout.COUNTS_BY_GUIDANCE).toLongArray());
        assertEquals(5, label(parts[0], BatchLayout.ROWS_LEFT_OUT).getLong());
        assertEquals(1, batch.statistics().solvedNone());
        assertEquals(1, batch.statistics().solvedAll());

        RolloutDataset whole =
                builder()
                        .setPolicy(fixed)
                        .optPrefix(PrefixSchedule.none())
                        .optGroups(2, 3)
                        .optLoss(new SftLoss())
                        .build();
        assertEquals(6, first(whole).split(CPU, false)[0].getSize());
    }

    private static PolicyUpdate update(EntropyCoefficient entropy, KlTerm kl) {
        return new PolicyUpdate(MixedPolicyObjective.builder().build(), entropy, kl, 0);
    }

    @Test
    void aLossWithAnEntropyBonusRefusesBatchesThatLeaveRowsOut() {
        PolicyLoss loss =
                new PolicyLoss("loss", update(EntropyCoefficient.constant(0.1), KlTerm.none()));
        NDList labels = // five of six rows have no advantage
                first(builder().setPolicy(RolloutDatasetTest::right).optGroups(2, 3).build())
                        .split(CPU, false)[0]
                        .getLabels();

        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> loss.evaluate(labels, new NDList()));

        assertTrue(e.getMessage().contains("optLoss(loss)"), e.getMessage());
        RolloutDataset whole =
                builder()
                        .setPolicy(RolloutDatasetTest::right)
                        .optGroups(2, 3)
                        .optLoss(loss)
                        .build();
        assertEquals(6, first(whole).getSize());
    }

    private static List<Trajectory> right(List<RolloutRequest> requests, SamplingParams sampling) {
        return requests.stream()
                .map(r -> trajectory(r.prompt(), new int[] {4, 4, 4, END}))
                .toList();
    }

    @Test
    void aLossWithAKlTermNeedsAReferencePolicy() {
        KlTerm kl = new KlTerm(KlEstimator.k3(), 0.1);
        RolloutDataset.Builder builder =
                builder().optLoss(new PolicyLoss("loss", update(EntropyCoefficient.none(), kl)));

        Exception e = assertThrows(IllegalArgumentException.class, builder::build);

        assertTrue(e.getMessage().contains("optReference"), e.getMessage());
    }

    @Test
    void encodedProblemsAreNotEncodedAgain() {
        List<EncodedProblem> encoded =
                TinyLanguage.encoder(tokenizer, 6).encode(TinyLanguage.problems());
        Set<EncodedProblem> same = Collections.newSetFromMap(new IdentityHashMap<>());
        same.addAll(encoded);
        RolloutDataset dataset = builder().setEncodedProblems(encoded).build();

        for (ScoredGroup group : first(dataset).groups()) {
            assertTrue(same.contains(group.problem()));
        }
    }

    @Test
    void microBatchesHoldEveryRowOnceWithinTheLimit() {
        Policy growing = // responses of 1, 2, 3, ... tokens; every other one is right
                (requests, sampling) ->
                        IntStream.range(0, requests.size())
                                .mapToObj(i -> trajectory(requests.get(i).prompt(), new int[1 + i]))
                                .toList();
        RolloutDataset dataset =
                builder()
                        .setEncoder(TinyLanguage.encoder(tokenizer, 20))
                        .setPolicy(growing)
                        .setReward((problem, c) -> Reward.of(c.tokens() % 2 == 0))
                        .optPrefix(PrefixSchedule.none())
                        .optGroups(1, 12)
                        .optMicroBatchTokens(13)
                        .build();
        RolloutBatch batch = first(dataset);
        Batch[] parts = batch.split(CPU, false);
        // Rows of 3, 4, ..., 14 tokens: 2 * 4 fit, 3 * 5 do not; 2 * 6 fit, 3 * 7 do not; 2 * 8
        // do not fit, nor does anything longer.
        assertEquals(
                List.of(2, 2, 1, 1, 1, 1, 1, 1, 1, 1),
                Arrays.stream(parts).map(Batch::getSize).toList());
        List<Integer> lengths = new ArrayList<>();
        for (Batch part : parts) {
            NDArray mask = label(part, BatchLayout.MASK);
            long rows = mask.getShape().get(0);
            for (int row = 0; row < rows; row++) {
                lengths.add(2 + (int) mask.get(row).sum().getFloat());
            }
            assertArrayEquals(
                    new long[] {78, 12, 12, 0, 0, 0},
                    label(part, BatchLayout.COUNTS_BY_GUIDANCE).toLongArray());
        }
        assertEquals(IntStream.rangeClosed(3, 14).boxed().toList(), lengths);
        assertEquals(12, batch.getSize());
    }

    @Test
    void severalDevicesAreRefused() {
        RolloutBatch batch = first(builder().build());
        Device[] two = {Device.cpu(), Device.gpu(0)};
        Exception e = assertThrows(IllegalArgumentException.class, () -> batch.split(two, false));
        assertTrue(e.getMessage().contains("optDevices"), e.getMessage());
    }

    @Test
    void statisticsTellOnPolicyRowsFromDemonstrations() {
        Policy fixed = // row 0 is the demonstration, row 1 is right as well, row 2 runs on
                (requests, sampling) ->
                        IntStream.range(0, requests.size())
                                .mapToObj(i -> statisticsRow(i % 3, requests.get(i)))
                                .toList();
        RolloutStatistics statistics =
                first(builder().setPolicy(fixed).optGroups(2, 3).build()).statistics();
        assertEquals(1, statistics.step());
        assertEquals(6, statistics.rows());
        assertEquals(3 / 6., statistics.reward(), 1e-12); // first problem: rows 0, 1; second: 0
        assertEquals(1 / 4., statistics.onPolicySolved(), 1e-12);
        assertEquals(1, statistics.offPolicySolved());
        assertEquals(2, statistics.groups());
        assertEquals(0, statistics.solvedNone());
        assertEquals(0, statistics.solvedAll());
        assertEquals((4 + 6) / 2., statistics.responseTokens(), 1e-12);
        assertEquals(1 / 2., statistics.unfinished(), 1e-12);
        assertEquals(6, statistics.trainedRows());
        assertEquals(4 / 14., statistics.offPolicyTokens(), 1e-12);
    }

    private static Trajectory statisticsRow(int row, RolloutRequest request) {
        return switch (row) {
            case 0 ->
                    new Trajectory(
                            request.prompt(), request.prefix().tokens(), 4, new float[4], true);
            case 1 -> trajectory(request.prompt(), new int[] {4, 4, 4, END});
            default ->
                    new Trajectory(
                            request.prompt(), Tokens.of(9, 9, 9, 9, 9, 9), 0, new float[6], false);
        };
    }

    @Test
    void partsOfRewardsAreAveragedOverAllRows() {
        RolloutBatch batch =
                first(
                        builder()
                                .setReward(
                                        (problem, completion) -> {
                                            Reward reward =
                                                    TinyLanguage.exactly(problem, completion);
                                            return reward.solved()
                                                    ? reward.withPart("format", 0.5)
                                                    : reward;
                                        })
                                .build());

        // of each three rows the demonstration alone is right: 0.5 / 3
        assertEquals(Map.of("format", 0.5 / 3), batch.statistics().rewardParts());
    }

    @Test
    void aFurtherPassGoesOnWhereTheLastOneEnded() {
        RolloutDataset dataset = builder().build();
        List<Long> steps = new ArrayList<>();
        List<Long> progress = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            Iterator<Batch> batches = dataset.getData(manager).iterator();
            while (batches.hasNext()) {
                RolloutBatch batch = (RolloutBatch) batches.next();
                steps.add(batch.statistics().step());
                progress.add(batch.getProgress());
                assertEquals(2, batch.getProgressTotal());
            }
            assertThrows(NoSuchElementException.class, batches::next);
        }
        assertEquals(List.of(1L, 2L, 3L, 4L), steps);
        assertEquals(List.of(0L, 1L, 0L, 1L), progress); // as DJL's progress bar wants it
    }

    @Test
    void rolloutsAreMadeWhenTheyAreAskedFor() {
        RolloutDataset dataset = builder().build();
        dataset.prepare(null);
        Iterator<Batch> batches = dataset.getData(manager).iterator();
        assertTrue(batches.hasNext());
        assertTrue(requested.isEmpty());
        batches.next();
        assertFalse(requested.isEmpty());
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        Exception e =
                assertThrows(
                        NullPointerException.class,
                        () -> RolloutDataset.builder().setPolicy(this::record).build());
        assertTrue(e.getMessage().contains("setEncoder"), e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().setProblems(List.<Problem>of()).build());
        assertThrows(IllegalArgumentException.class, () -> builder().optTemperature(0));
        assertThrows(IllegalArgumentException.class, () -> builder().optGroups(0, 1));
        assertThrows(IllegalArgumentException.class, () -> builder().optSteps(0));
        assertThrows(IllegalArgumentException.class, () -> builder().optMicroBatchTokens(0));
    }

    private static Trajectory trajectory(Tokens prompt, int... response) {
        return new Trajectory(prompt, Tokens.of(response), 0, new float[response.length], true);
    }

    private static NDArray label(Batch batch, String name) {
        return BatchLayout.require(batch.getLabels(), name);
    }

    /** Checks how many rows of an array are exactly the given one. */
    private static void assertRows(Batch batch, String name, float[] row, int count) {
        NDArray array = label(batch, name);
        long equal =
                IntStream.range(0, (int) array.getShape().get(0))
                        .filter(r -> Arrays.equals(row, array.get(r).toFloatArray()))
                        .count();
        assertEquals(count, equal, () -> name + " " + Arrays.toString(array.toFloatArray()));
    }
}
