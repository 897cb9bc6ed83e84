package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SFT, then RL: 6 steps on demonstrations, 9 with rollouts. */
class WarmStartTest {

    private static final int SFT_STEPS = 6;
    private static final int RL_STEPS = 9;

    @TempDir static Path temporary;

    private static Path whole;
    private static TrainingResult result;

    private static MethodRun both(String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "steps=" + RL_STEPS,
                                "warmStart.steps=" + SFT_STEPS,
                                "warmStart.promptsPerStep=3",
                                "warmStart.learningRate=0.02",
                                "warmStart.schedule=linear",
                                "warmStart.warmupSteps=1"));
        settings.addAll(List.of(more));
        return new MethodRun(temporary, "sft-then-rl", settings);
    }

    @BeforeAll
    static void runToTheEnd() throws IOException {
        whole = temporary.resolve("whole");
        result = both().run(whole);
    }

    @Test
    void theMetricsTellThePhaseAndHaveTheLearningRatesOfEach() throws IOException {
        List<JsonNode> steps = MethodRun.metrics(whole);
        assertEquals(SFT_STEPS + RL_STEPS, steps.size());
        for (int i = 0; i < steps.size(); i++) {
            JsonNode step = steps.get(i);
            boolean supervised = i < SFT_STEPS;
            assertEquals(i + 1, step.get("step").asInt());
            assertEquals(supervised ? 1 : 0, step.get("supervised").asInt());
            assertEquals(!supervised, step.has("reward"));
        }
        // linear from 0.02 at update 1 to 0 at update 6
        assertEquals(0.02, steps.get(0).get("learningRate").asDouble(), 1e-8);
        assertEquals(0.02 * 2 / 5, steps.get(3).get("learningRate").asDouble(), 1e-8);
        // the warm-up of RL begins anew
        assertEquals(0.005, steps.get(SFT_STEPS).get("learningRate").asDouble(), 1e-8);
    }

    @Test
    void theComputeOfBothPhasesAddsUp() throws IOException {
        List<JsonNode> steps = MethodRun.metrics(whole);
        double before = 0;
        for (JsonNode step : steps) {
            assertTrue(step.get("flops").asDouble() > before, step.toString());
            before = step.get("flops").asDouble();
        }
        assertEquals(before, result.report().flops());
        assertEquals(SFT_STEPS + RL_STEPS, result.report().steps());
    }

    @Test
    void itIsTheSameAsTwoRunsOneAfterTheOther() throws IOException {
        Path sft = temporary.resolve("sft");
        new MethodRun(
                        temporary,
                        "sft",
                        List.of(
                                "steps=" + SFT_STEPS,
                                "promptsPerStep=3",
                                "optimizer.learningRate=0.02",
                                "optimizer.schedule=linear",
                                "optimizer.warmupSteps=1"))
                .run(sft);
        Path rl = temporary.resolve("rl");
        new MethodRun(temporary, "grpo", List.of("steps=" + RL_STEPS))
                .run(sft.resolve("checkpoint"), rl, step -> {});

        String weights = "checkpoint/model.safetensors";
        assertEquals(-1, Files.mismatch(rl.resolve(weights), whole.resolve(weights)));
    }

    @Test
    void aRunThatIsKilledInEitherPhaseEndsAsOneThatIsNot() throws IOException {
        for (long step : new long[] {2, 5, 6, 7, 9, 13}) {
            Path folder = temporary.resolve("killed-" + step);
            both().killedAfter(folder, step);
            assertFalse(Files.exists(folder.resolve("result.json")));
            both().run(folder);
            MethodRun.assertSame(whole, folder);
        }
    }

    @Test
    void aRunThatIsKilledBetweenThePhasesSwitchesOnce() throws IOException {
        for (String every : new String[] {"2", "4"}) { // with and without a checkpoint of step 6
            String setting = "safety.checkpointEvery=" + every;
            Path folder = temporary.resolve("between-" + every);
            both(setting).killedAtTrainer(folder, 2);
            both(setting).killedAfter(folder, 8);
            both(setting).run(folder);
            MethodRun.assertSame(whole, folder);
        }
    }

    @Test
    void whatCannotFollowAWarmStartIsRefused() {
        String kl =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> both("objective.kl.coefficient=0.1").recipe())
                        .getMessage();
        assertTrue(kl.contains("objective.kl.coefficient = 0.1"), kl);
        String twice =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Recipe.of(List.of("method=sft", "warmStart.kind=sft")))
                        .getMessage();
        assertTrue(twice.contains("warm start"), twice);
    }
}
