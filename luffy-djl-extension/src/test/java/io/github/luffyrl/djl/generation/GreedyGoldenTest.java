package io.github.luffyrl.djl.generation;

import static io.github.luffyrl.djl.GoldenModel.ints;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.GoldenModel;
import io.github.luffyrl.djl.model.CausalLm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Greedy continuations against those computed in float64, for every checkpoint folder. */
class GreedyGoldenTest {

    private static final String MODELS = "io.github.luffyrl.djl.GoldenModel#all";
    private static final int LENGTH = 16;
    private static final SamplingParams GREEDY = new SamplingParams(0, LENGTH);

    @TempDir Path temporary;

    @ParameterizedTest
    @MethodSource(MODELS)
    void continuationsAgreeAloneAndInALeftPaddedBatch(GoldenModel golden) throws IOException {
        List<JsonNode> expected = golden.list("greedy");
        List<RolloutRequest> requests = expected.stream().map(GreedyGoldenTest::request).toList();
        try (Model model = golden.load(temporary, unusedToken(golden));
                NDManager manager = model.getNDManager().newSubManager()) {
            List<Trajectory> batch = new ModelPolicy(model, 1).rollout(requests, GREEDY);
            PrefixRollout alone = new PrefixRollout((CausalLm) model.getBlock(), GREEDY);
            ParameterStore store = new ParameterStore(manager, false);
            for (int i = 0; i < expected.size(); i++) {
                int[] continuation = ints(expected.get(i).get("continuation_ids"));
                assertArrayEquals(continuation, batch.get(i).response().toArray());
                Trajectory single = alone.rollout(manager, store, List.of(requests.get(i))).get(0);
                assertArrayEquals(continuation, single.response().toArray());
                assertFalse(single.finished());
            }
        }
        System.out.printf("%s: %d greedy continuations agree%n", golden, expected.size());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void continuationsAgreeWithoutACache(GoldenModel golden) throws IOException {
        try (Model model = golden.load()) {
            for (JsonNode greedy : golden.list("greedy")) {
                long[] ids = Arrays.stream(ints(greedy.get("prompt_ids"))).asLongStream().toArray();
                for (int token : ints(greedy.get("continuation_ids"))) {
                    assertEquals(token, likeliestNext(model, ids));
                    ids = LongStream.concat(Arrays.stream(ids), LongStream.of(token)).toArray();
                }
            }
        }
    }

    private static long likeliestNext(Model model, long[] ids) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray logits =
                    model.getBlock()
                            .forward(
                                    new ParameterStore(manager, false),
                                    new NDList(manager.create(ids, new Shape(1, ids.length))),
                                    false)
                            .head();
            return logits.get(0, ids.length - 1).argMax().getLong();
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void aResponseStopsWithTheEndTokenWhateverTheOtherRowsDo(GoldenModel golden)
            throws IOException {
        List<JsonNode> stops = golden.list("stop");
        for (int i = 0; i < stops.size(); i++) {
            JsonNode stop = stops.get(i);
            assertEquals(LENGTH, stop.get("max_new_tokens").asInt());
            List<RolloutRequest> requests = new ArrayList<>(List.of(request(stop)));
            golden.list("greedy").stream().map(GreedyGoldenTest::request).forEach(requests::add);
            Path copy = Files.createDirectory(temporary.resolve("stop" + i));
            try (Model model = golden.load(copy, stop.get("eos_token_id").asInt())) {
                ModelPolicy policy = new ModelPolicy(model, 1);
                int[] expected = ints(stop.get("generated_ids"));
                assertStopped(expected, policy.rollout(requests, GREEDY).get(0));
                assertStopped(expected, policy.rollout(requests.subList(0, 1), GREEDY).get(0));
            }
        }
    }

    private static void assertStopped(int[] expected, Trajectory trajectory) {
        assertArrayEquals(expected, trajectory.response().toArray());
        assertTrue(trajectory.finished());
    }

    private static RolloutRequest request(JsonNode greedy) {
        return new RolloutRequest(Tokens.of(ints(greedy.get("prompt_ids"))), Prefix.NONE, 0);
    }

    /** The expected continuations run on through all end tokens: one that none of them meets. */
    private static int unusedToken(GoldenModel golden) {
        List<Integer> used =
                golden.list("greedy").stream()
                        .flatMapToInt(g -> IntStream.of(ints(g.get("continuation_ids"))))
                        .boxed()
                        .toList();
        return IntStream.iterate(0, token -> token + 1)
                .filter(token -> !used.contains(token))
                .findFirst()
                .orElseThrow();
    }
}
