package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.nn.Blocks;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.recipe.Recipe;
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
        new TinyRun(whole).precision(Precision.BFLOAT16).train();
        Path stopped = temporary.resolve("stopped");
        assertThrows(
                Stop.Stopped.class,
                () -> new TinyRun(stopped).precision(Precision.BFLOAT16).train(new Stop(18)));
        new TinyRun(stopped).precision(Precision.BFLOAT16).train();
        for (String file : TinyRun.results()) {
            assertEquals(-1, Files.mismatch(whole.resolve(file), stopped.resolve(file)), file);
        }
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
