package io.github.luffyrl.djl.generation;

import static io.github.luffyrl.djl.TinyLanguage.END;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.model.CausalLm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@link ModelPolicy} and {@link PrefixRollout}. */
class RolloutTest {

    private static final SamplingParams SAMPLING = new SamplingParams(0.8, 20);

    /** The same row in another batch: other shapes, so other rounding, but the same tokens. */
    private static final float ROUNDING = 1e-5f;

    private static Model model;

    @BeforeAll
    static void makeModel() {
        model = TinyLanguage.model(1);
    }

    @AfterAll
    static void closeModel() {
        model.close();
    }

    @Test
    void aTrajectoryDependsOnNothingButItsRequest() {
        List<RolloutRequest> requests = requests(150);
        List<Trajectory> expected = new ModelPolicy(model, 1).rollout(requests, SAMPLING);

        List<Trajectory> alone =
                requests.stream().limit(20).map(request -> rollOut(request)).toList();
        assertSameTrajectories(expected.subList(0, 20), alone, ROUNDING);

        List<Trajectory> twoThreads = new ModelPolicy(model, 2).rollout(requests, SAMPLING);
        assertSameTrajectories(expected, twoThreads, ROUNDING);

        List<Trajectory> littleMemory = new ModelPolicy(model, 2, 1).rollout(requests, SAMPLING);
        assertSameTrajectories(expected, littleMemory, ROUNDING);

        List<Integer> order = new ArrayList<>(IntStream.range(0, 150).boxed().toList());
        Collections.shuffle(order, new Random(3));
        List<Trajectory> shuffled =
                new ModelPolicy(model, 2)
                        .rollout(order.stream().map(requests::get).toList(), SAMPLING);
        assertSameTrajectories(order.stream().map(expected::get).toList(), shuffled, ROUNDING);
    }

    @Test
    void differentSeedsGiveDifferentResponses() {
        RolloutRequest request = request(Prefix.NONE, 1, 5, 3, 9);
        long distinct =
                IntStream.range(0, 20)
                        .mapToObj(
                                seed ->
                                        rollOut(
                                                new RolloutRequest(
                                                        request.prompt(), Prefix.NONE, seed)))
                        .map(trajectory -> trajectory.response().toString())
                        .distinct()
                        .count();
        assertTrue(distinct > 10, "distinct responses: " + distinct);
    }

    @Test
    void responsesEndAtTheEndTokenOrAtTheLimit() {
        List<Trajectory> trajectories =
                new ModelPolicy(model, 1).rollout(requests(150), new SamplingParams(1, 8));
        int finished = 0;
        for (Trajectory trajectory : trajectories) {
            int[] response = trajectory.response().toArray();
            int end = IntStream.of(response).boxed().toList().indexOf(END);
            assertEquals(trajectory.finished() ? response.length - 1 : -1, end);
            assertTrue(trajectory.finished() ? response.length <= 8 : response.length == 8);
            finished += trajectory.finished() ? 1 : 0;
        }
        assertTrue(finished > 0 && finished < 150, "finished: " + finished);
    }

    @Test
    void aPrefixIsContinuedAsIfItBelongedToThePrompt() {
        int[] prefix = {7, 2, 11};
        Trajectory prefixed = rollOut(request(new Prefix(prefix), 6, 5, 3));
        // the same tokens before the continuation, and the same generator
        Trajectory continued =
                rollOut(request(Prefix.NONE, 6, 5, 3, 7, 2, 11), new SamplingParams(0.8, 17));

        assertEquals(3, prefixed.prefixLength());
        assertEquals(Tokens.of(prefix).concat(continued.response()), prefixed.response());
        assertArrayEquals(new float[3], Arrays.copyOf(prefixed.logProbs(), 3));
        assertArrayEquals(
                continued.logProbs(),
                Arrays.copyOfRange(prefixed.logProbs(), 3, prefixed.logProbs().length),
                ROUNDING);
        assertEquals(continued.finished(), prefixed.finished());
    }

    @Test
    void aWholeDemonstrationCostsNoForwardPass() {
        Trajectory trajectory;
        try (Model uninitialised = Model.newInstance("no weights", "PyTorch")) {
            uninitialised.setBlock(new CausalLm(TinyLanguage.config())); // any forward would throw
            RolloutRequest request = request(new Prefix(new int[] {4, 4, END}), 1, 5);
            trajectory =
                    new ModelPolicy(uninitialised, 1).rollout(List.of(request), SAMPLING).get(0);
            RolloutRequest open = request(new Prefix(new int[] {4, 4}), 1, 5);
            assertThrows(
                    IllegalStateException.class,
                    () -> new ModelPolicy(uninitialised, 1).rollout(List.of(open), SAMPLING));
        }
        assertEquals(
                new Trajectory(Tokens.of(5), Tokens.of(4, 4, END), 3, new float[3], true),
                trajectory);
    }

    @Test
    void aPrefixIsCutAtTheLimit() {
        RolloutRequest request = request(new Prefix(new int[] {4, 5, 6, 7, END}), 1, 5);
        Trajectory trajectory = rollOut(request, new SamplingParams(1, 3));
        assertEquals(
                new Trajectory(Tokens.of(5), Tokens.of(4, 5, 6), 3, new float[3], false),
                trajectory);
    }

    @Test
    void logProbsAreThoseOfTheTrainingForward() {
        List<Trajectory> trajectories = new ModelPolicy(model, 1).rollout(requests(30), SAMPLING);
        List<TokenRow> rows = trajectories.stream().map(RolloutTest::row).toList();
        try (NDManager manager = model.getNDManager().newSubManager()) {
            BatchArrays batch = BatchArrays.of(manager, rows, 1, 1, 0.8f);
            NDList predictions =
                    model.getBlock()
                            .forward(
                                    new ParameterStore(manager, false),
                                    batch.data(),
                                    batch.labels(),
                                    null);
            float[] training =
                    BatchLayout.require(predictions, BatchLayout.LOG_PROBS).toFloatArray();
            float[] sampled =
                    BatchLayout.require(batch.labels(), BatchLayout.OLD_LOG_PROBS).toFloatArray();
            assertTrue(IntStream.range(0, sampled.length).anyMatch(i -> sampled[i] < -1));
            assertArrayEquals(sampled, training, 1e-4f);
        }
    }

    @Test
    void theBlockEqualsTheTypedMethod() {
        PrefixRollout rollout = new PrefixRollout((CausalLm) model.getBlock(), SAMPLING);
        List<RolloutRequest> requests =
                List.of(
                        request(Prefix.NONE, 1, 5, 6, 7),
                        request(new Prefix(new int[] {3, 4}), 2, 8),
                        request(new Prefix(new int[] {3, END}), -3, 9, 10));
        try (NDManager manager = model.getNDManager().newSubManager()) {
            ParameterStore store = new ParameterStore(manager, false);
            NDList inputs =
                    new NDList(
                            longs(manager, PrefixRollout.SEEDS, new Shape(3), 1, 2, -3),
                            longs(
                                    manager,
                                    PrefixRollout.PROMPT_IDS,
                                    new Shape(3, 3),
                                    5,
                                    6,
                                    7,
                                    8,
                                    0,
                                    0,
                                    9,
                                    10,
                                    0),
                            longs(manager, PrefixRollout.PROMPT_LENGTHS, new Shape(3), 3, 1, 2),
                            longs(
                                    manager,
                                    PrefixRollout.PREFIX_IDS,
                                    new Shape(3, 2),
                                    0,
                                    0,
                                    3,
                                    4,
                                    3,
                                    END),
                            longs(manager, PrefixRollout.PREFIX_LENGTHS, new Shape(3), 0, 2, 2));
            List<Trajectory> expected = rollout.rollout(manager, store, requests);
            NDList outputs = rollout.forward(store, inputs, false);

            NDArray ids = BatchLayout.require(outputs, PrefixRollout.RESPONSE_IDS);
            NDArray logProbs = BatchLayout.require(outputs, BatchLayout.LOG_PROBS);
            long[] lengths =
                    BatchLayout.require(outputs, PrefixRollout.RESPONSE_LENGTHS).toLongArray();
            assertEquals(new Shape(3, 20), ids.getShape());
            for (int row = 0; row < 3; row++) {
                Trajectory trajectory = expected.get(row);
                assertEquals(trajectory.response().length(), lengths[row]);
                int[] padded = Arrays.copyOf(trajectory.response().toArray(), 20);
                assertArrayEquals(
                        Arrays.stream(padded).asLongStream().toArray(), ids.get(row).toLongArray());
                assertArrayEquals(
                        Arrays.copyOf(trajectory.logProbs(), 20), logProbs.get(row).toFloatArray());
            }
        }
    }

    @Test
    void aBlockInputThatIsMissingIsNamed() {
        PrefixRollout rollout = new PrefixRollout((CausalLm) model.getBlock(), SAMPLING);
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDList inputs = new NDList(longs(manager, PrefixRollout.SEEDS, new Shape(1), 1));
            ParameterStore store = new ParameterStore(manager, false);
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> rollout.forward(store, inputs, false));
            assertTrue(e.getMessage().contains(PrefixRollout.PROMPT_IDS), e.getMessage());
        }
    }

    @Test
    void divergedWeightsStopTheRollout() {
        try (Model broken = TinyLanguage.model(2)) {
            Parameter norm = broken.getBlock().getParameters().get("model.norm.weight");
            norm.getArray().set(new NDIndex(0), Float.NaN);
            ModelPolicy policy = new ModelPolicy(broken, 2);
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> policy.rollout(requests(2), SAMPLING));
            assertTrue(e.getMessage().contains("diverged"), e.getMessage());
        }
    }

    @Test
    void impossibleThreadsAndMemoryAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new ModelPolicy(model, 0));
        assertThrows(IllegalArgumentException.class, () -> new ModelPolicy(model, 1, 0));
    }

    @Test
    void aResponseEndsAtAnyStopToken() {
        List<RolloutRequest> requests = requests(60);
        SamplingParams stopping = SAMPLING.withStopTokens(Set.of(4, 9));
        List<Trajectory> free = new ModelPolicy(model, 1).rollout(requests, SAMPLING);
        List<Trajectory> stopped = new ModelPolicy(model, 1).rollout(requests, stopping);
        Set<Integer> ends = new HashSet<>();
        for (int i = 0; i < requests.size(); i++) {
            int[] all = free.get(i).response().toArray();
            int length = Math.max(1, free.get(i).prefixLength());
            while (length < all.length && !Set.of(END, 4, 9).contains(all[length - 1])) {
                length++;
            }
            assertArrayEquals(Arrays.copyOf(all, length), stopped.get(i).response().toArray());
            int last = all[length - 1];
            assertEquals(Set.of(END, 4, 9).contains(last), stopped.get(i).finished());
            ends.add(last);
        }
        assertTrue(ends.containsAll(Set.of(END, 4, 9)), ends::toString);
    }

    @Test
    void truncatedSamplingTellsBothLogProbabilities() {
        List<RolloutRequest> requests = requests(30);
        List<Trajectory> likely = new ModelPolicy(model, 1).rollout(requests, SAMPLING.withTopK(3));
        for (Trajectory trajectory : likely) {
            for (int t = trajectory.prefixLength(); t < trajectory.response().length(); t++) {
                // of three tokens: the kept probability is below 1 and at least 3/16
                double kept = trajectory.logProbs()[t] - trajectory.samplingLogProbs()[t];
                assertTrue(kept < 0 && kept >= Math.log(3 / 16.), "log of kept: " + kept);
            }
        }
        Trajectory whole = rollOut(requests.get(0));
        assertArrayEquals(whole.logProbs(), whole.samplingLogProbs());
    }

    @Test
    void parametersCopiedByTheStoreOutliveTheFirstForward() {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            ParameterStore copies = new ParameterStore(manager, true);
            NDList ids = new NDList(manager.create(new long[] {2, 3, 4}, new Shape(1, 3)));
            float[] first = model.getBlock().forward(copies, ids, false).head().toFloatArray();
            float[] second = model.getBlock().forward(copies, ids, false).head().toFloatArray();
            assertArrayEquals(first, second);
            assertEquals(Device.cpu(), ids.head().getDevice());
        }
    }

    private static Trajectory rollOut(RolloutRequest request) {
        return rollOut(request, SAMPLING);
    }

    private static Trajectory rollOut(RolloutRequest request, SamplingParams sampling) {
        return new ModelPolicy(model, 1).rollout(List.of(request), sampling).get(0);
    }

    private static RolloutRequest request(Prefix prefix, long seed, int... prompt) {
        return new RolloutRequest(Tokens.of(prompt), prefix, seed);
    }

    /** Prompts and prefixes of various lengths, some prefixes whole demonstrations. */
    private static List<RolloutRequest> requests(int count) {
        Random random = new Random(11);
        return Stream.generate(
                        () -> {
                            int[] prompt = random.ints(1 + random.nextInt(6), 2, 16).toArray();
                            int[] prefix = random.ints(random.nextInt(4), 2, 16).toArray();
                            if (random.nextInt(8) == 0) {
                                prefix = new int[] {3, END};
                            }
                            return new RolloutRequest(
                                    Tokens.of(prompt), new Prefix(prefix), random.nextLong());
                        })
                .limit(count)
                .toList();
    }

    private static TokenRow row(Trajectory trajectory) {
        TokenRow row = TokenRow.of(trajectory, new float[trajectory.responseLength()]);
        boolean[] sampled = row.trained().clone();
        int prompt = trajectory.prompt().length();
        Arrays.fill(sampled, prompt, prompt + trajectory.prefixLength(), false);
        return new TokenRow(
                row.tokens(),
                sampled,
                new boolean[row.length()],
                row.advantages(),
                row.oldLogProbs());
    }

    private static NDArray longs(NDManager manager, String name, Shape shape, long... values) {
        return BatchLayout.named(name, manager.create(values, shape));
    }

    private static void assertSameTrajectories(
            List<Trajectory> expected, List<Trajectory> actual, float tolerance) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).prompt(), actual.get(i).prompt());
            assertEquals(expected.get(i).response(), actual.get(i).response());
            assertArrayEquals(expected.get(i).logProbs(), actual.get(i).logProbs(), tolerance);
            assertEquals(expected.get(i).finished(), actual.get(i).finished());
            assertEquals(expected.get(i).prefixLength(), actual.get(i).prefixLength());
        }
    }
}
