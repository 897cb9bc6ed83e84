package io.github.luffyrl.djl.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationProtocolTest {

    private static final Map<String, List<Problem>> SETS =
            Map.of("s", List.of(Problem.of("1", "ab", "ab"), Problem.of("2", "cd", "x")));
    private static final List<EvaluationCondition> CONDITIONS =
            List.of(
                    new EvaluationCondition("model", 0.5, 1),
                    new EvaluationCondition("model", 1, 0.9));

    @TempDir private Path folder;

    private final List<RolloutRequest> requested = new ArrayList<>();
    private final List<SamplingParams> samplings = new ArrayList<>();

    /** Repeats the prompt, or its first letter alone if the seed is odd. */
    private final Policy policy =
            (requests, sampling) -> {
                requested.addAll(requests);
                samplings.add(sampling);
                return requests.stream().map(EvaluationProtocolTest::answer).toList();
            };

    private static Trajectory answer(RolloutRequest request) {
        int length = request.seed() % 2 == 0 ? request.prompt().length() : 1;
        var response = request.prompt().first(length);
        return new Trajectory(request.prompt(), response, 0, new float[length], true);
    }

    private static Map<String, RewardFunction> graders() {
        Map<String, RewardFunction> graders = new LinkedHashMap<>();
        graders.put("exact", TinyLanguage::exactly);
        graders.put("short", (problem, completion) -> Reward.of(completion.tokens() == 1));
        return graders;
    }

    private ProtocolResult run(String identity) throws IOException {
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer()) {
            ProblemEncoder encoder = TinyLanguage.encoder(tokenizer, 9);
            return new EvaluationProtocol(CONDITIONS, 4, graders(), 1)
                    .run(
                            policy,
                            Map.of("model", encoder),
                            SETS,
                            folder.resolve("c.jsonl"),
                            identity,
                            (done, all) -> {});
        }
    }

    @Test
    void everyConditionIsSampledAndEveryGraderJudgesTheSameAnswers() throws IOException {
        ProtocolResult result = run("m");

        assertEquals(2 * 2 * 4, requested.size());
        assertEquals(
                List.of(
                        new SamplingParams(0.5, 9).withStopTokens(Set.of(TinyLanguage.END)),
                        new SamplingParams(1, 9)
                                .withStopTokens(Set.of(TinyLanguage.END))
                                .withTopP(0.9)),
                samplings);
        assertEquals(
                List.of("exact", "short", "exact", "short"),
                result.rows().stream().map(ProtocolResult.Row::grader).toList());
        long full = requested.subList(0, 4).stream().filter(r -> r.seed() % 2 == 0).count();
        ProtocolResult.Row exact = result.rows().get(0);
        assertEquals(full, exact.accuracy().problems().get(0).solved());
        assertEquals(0, exact.accuracy().problems().get(1).solved());
        assertEquals(4 - full, result.rows().get(1).accuracy().problems().get(0).solved());
        assertEquals(0, exact.unfinished());
    }

    @Test
    void whatIsKeptIsNotSampledAgain() throws IOException {
        ProtocolResult whole = run("m");
        byte[] kept = Files.readAllBytes(folder.resolve("c.jsonl"));
        requested.clear();
        assertEquals(whole, run("m"));
        assertEquals(0, requested.size());

        // Killed while the second condition was written: only that is sampled again.
        Files.write(folder.resolve("c.jsonl"), Arrays.copyOf(kept, kept.length - 20));
        assertEquals(whole, run("m"));
        assertEquals(2 * 4, requested.size());
        assertArrayEquals(kept, Files.readAllBytes(folder.resolve("c.jsonl")));
    }

    @Test
    void aJournalOfAnotherModelIsRefused() throws IOException {
        run("m");

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> run("other"));

        assertTrue(String.valueOf(refused.getMessage()).contains("was begun with m; 4 samples"));
    }
}
