package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.core.reward.Reward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ExGRPO on problems that the policy solves now and then. */
class ReplayRunTest {

    private static final int STEPS = 16;

    @TempDir static Path temporary;

    private static Path whole;
    private static List<JsonNode> steps;

    private static MethodRun exgrpo(String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "steps=" + STEPS,
                                "replay.startSolved=0.1",
                                "replay.maxSolved=3",
                                "optimizer.learningRate=0.003"));
        settings.addAll(List.of(more));
        return new MethodRun(temporary, "exgrpo", settings);
    }

    @BeforeAll
    static void runToTheEnd() throws IOException {
        whole = temporary.resolve("whole");
        exgrpo().run(whole);
        steps = MethodRun.metrics(whole);
    }

    @Test
    void thePoolFillsAfterTheStartIsReplayedAndRetiresProblems() {
        int started = -1;
        for (int i = 0; started < 0; i++) {
            assertEquals(0, steps.get(i).get("replayPool").asInt(), "collected before the start");
            assertEquals(0, steps.get(i).get("replayedGroups").asDouble());
            started = steps.get(i).get("onPolicySolved").asDouble() > 0.1 ? i : -1;
        }
        double replayed = 0;
        double pool = 0;
        for (JsonNode step : steps) {
            double share = step.get("replayedGroups").asDouble();
            assertTrue(share <= 0.5, "at most half of the groups");
            replayed += share;
            pool = Math.max(pool, step.get("replayPool").asInt());
            if (share > 0) {
                assertEquals(1, step.get("offPolicySolved").asDouble(), "only what was right");
            }
        }
        assertTrue(pool >= 3, "pool " + pool);
        assertTrue(replayed > 0.5, "replayed " + replayed);
        assertTrue(steps.get(STEPS - 1).get("retiredProblems").asInt() >= 1, steps.toString());
    }

    @Test
    void aReplayedResponseIsOneThatThePolicyWroteBefore() throws IOException {
        int replayed = 0;
        for (String text : Files.readAllLines(whole.resolve("completions.jsonl"))) {
            JsonNode line = new ObjectMapper().readTree(text);
            if (line.get("origin").asText().equals("replayed")) {
                replayed++;
                assertTrue(line.get("solved").asBoolean());
                assertEquals(line.get("tokens"), line.get("prefixTokens"));
            } else {
                assertEquals("on-policy", line.get("origin").asText());
            }
        }
        assertTrue(replayed > 0);
    }

    @Test
    void aRunThatIsKilledEndsAsOneThatIsNot() throws IOException {
        for (long step : new long[] {1, 5, 8, 15}) {
            Path folder = temporary.resolve("killed-" + step);
            exgrpo().killedAfter(folder, step);
            assertFalse(Files.exists(folder.resolve("result.json")));
            exgrpo().run(folder);
            MethodRun.assertSame(whole, folder);
        }
    }

    @Test
    void replayFollowsAWarmStart() throws IOException {
        String[] settings = {"warmStart.kind=sft", "warmStart.steps=3", "steps=8"};
        Path folder = temporary.resolve("warm");
        Path killed = temporary.resolve("warm-killed");
        exgrpo(settings).run(folder);
        exgrpo(settings).killedAfter(killed, 9);
        exgrpo(settings).run(killed);

        MethodRun.assertSame(folder, killed);
        assertFalse(MethodRun.metrics(folder).get(2).has("replayPool"));
        assertTrue(MethodRun.metrics(folder).get(3).has("replayPool"));
    }

    @Test
    void severalUpdatesKeepTheStoredLogProbabilitiesAndResumeExactly() throws IOException {
        String[] settings = {"updates.miniBatches=2", "updates.epochs=2", "promptsPerStep=2"};
        Path folder = temporary.resolve("updates");
        Path killed = temporary.resolve("updates-killed");
        exgrpo(settings).run(folder);
        exgrpo(settings).killedAfter(killed, 10);
        exgrpo(settings).run(killed);

        MethodRun.assertSame(folder, killed);
        assertTrue(
                MethodRun.metrics(folder).stream()
                        .anyMatch(step -> step.path("replayedGroups").asDouble() > 0));
    }

    @Test
    void trainingEndsWhenEveryProblemIsRetired() throws IOException {
        Path folder = temporary.resolve("retired");
        exgrpo("replay.startSolved=0.0")
                .reward((problem, completion) -> Reward.of(true))
                .run(folder);

        List<JsonNode> all = MethodRun.metrics(folder);
        assertTrue(all.size() < STEPS, all.size() + " steps");
        assertEquals(8, all.get(all.size() - 1).get("retiredProblems").asInt());
    }
}
