package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.nn.Blocks;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.trainer.StepListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in bfloat16. */
class PrecisionRunTest {

    @TempDir Path temporary;

    @Test
    void aRunThatStopsGoesOnAsIfItHadNot() throws Exception {
        Path whole = temporary.resolve("whole");
        run(whole);
        Path stopped = temporary.resolve("stopped");
        assertThrows(Stop.Stopped.class, () -> run(stopped, new Stop(5)));
        run(stopped);
        for (String file : TinyRun.results()) {
            assertEquals(-1, Files.mismatch(whole.resolve(file), stopped.resolve(file)), file);
        }
    }

    private static void run(Path folder, StepListener... more) throws Exception {
        new TinyRun(folder).precision(Precision.BFLOAT16).stopAfter(10).train(more);
    }

    @Test
    void aBlockOfOnesOwnIsRefused() {
        Recipe recipe = Recipe.of(List.of("reward.kind=equal", "precision=bfloat16"));
        try (Model model = Model.newInstance("own")) {
            model.setBlock(Blocks.identityBlock());
            Exception refused =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> TrainingParts.of(recipe).prepare(model));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("precision = bfloat16"),
                    refused::getMessage);
        }
    }
}
