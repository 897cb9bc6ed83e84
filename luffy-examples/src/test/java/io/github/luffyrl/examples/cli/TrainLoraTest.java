package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainLoraTest {

    private static final String WEIGHT = "model.layers.0.self_attn.q_proj.weight";

    @TempDir Path directory;

    @Test
    void anAdapterIsTrainedAndTheWrittenModelIsTheBaseWithIt() throws IOException {
        Path run = directory.resolve("run");
        CommandResult result =
                CommandResult.train(run, "--set=lora.rank=4", "--set=recompute=scores-and-layers");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("adapter      " + run.resolve("adapter")), result.out());
        Path base = EmbeddedModel.unpack(Files.createDirectory(directory.resolve("base")));
        try (Model adapted = CausalLanguageModel.load(base);
                Model written = CausalLanguageModel.load(run.resolve("checkpoint"))) {
            float before = first(adapted);
            CausalLanguageModel.loadAdapter(adapted, run.resolve("adapter"), 0);
            CausalLanguageModel.mergeAdapter(adapted);
            assertNotEquals(before, first(adapted));
            assertEquals(first(adapted), first(written));
        }
    }

    @Test
    void theWholeModelNeedNotBeWritten() {
        Path run = directory.resolve("run");
        CommandResult result =
                CommandResult.train(run, "--set=lora.rank=4", "--set=lora.merged=false");
        assertEquals(0, result.code(), result.err());
        assertTrue(Files.exists(run.resolve("adapter").resolve("adapter_config.json")));
        assertFalse(Files.exists(run.resolve("checkpoint")));
    }

    @Test
    void anUnknownTargetIsRefused() {
        CommandResult result =
                CommandResult.train(
                        directory.resolve("run"),
                        "--set=lora.rank=4",
                        "--set=lora.targets=[query]");
        assertEquals(2, result.code()); // a wrong command line
        assertTrue(result.error().contains("lora.targets"), result.error());
        assertTrue(result.error().contains("q_proj"), result.error());
    }

    private static float first(Model model) {
        return model.getBlock().getParameters().values().stream()
                .filter(p -> p.getName().equals(WEIGHT))
                .findFirst()
                .orElseThrow()
                .getArray()
                .toFloatArray()[0];
    }
}
