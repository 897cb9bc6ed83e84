package io.github.luffyrl.examples.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of users, with the packaged luffy; runs in the phase integration-test.
 *
 * <p>A program more is a file more in {@code src/test/resources/consumer/plain}, and a call of
 * {@link ConsumerProject#run}; programs with other dependencies are a folder beside it.
 */
class ConsumerIT {

    /** What only some users need, or only this build, by a part of its coordinates. */
    private static final List<String> UNWANTED =
            List.of(
                    "hadoop",
                    "parquet",
                    "carpet",
                    "guice",
                    "inject",
                    "junit",
                    "mockito",
                    "archunit",
                    "slf4j-simple",
                    ":test");

    @TempDir static Path folder;

    private static ConsumerProject plain;

    @BeforeAll
    static void build() throws Exception {
        plain = ConsumerProject.build("plain", folder);
    }

    @Test
    void noDependencyComesThatNotEveryUserNeeds() {
        assertTrue(tree("io.github.luffyrl:luffy-core:jar").findAny().isPresent());
        assertTrue(tree("ai.djl.huggingface:tokenizers:jar").findAny().isPresent());
        for (String unwanted : UNWANTED) {
            assertEquals(List.of(), tree(unwanted).toList());
        }
    }

    private static Stream<String> tree(String part) {
        return plain.tree().stream().filter(line -> line.contains(part));
    }

    @Test
    void theProgramOfTheReadmeTrains() throws Exception {
        Path run = plain.run("HandWired");

        byte[] untrained = weights(saved(run.resolve(ConsumerProject.MODEL)));
        byte[] trained = weights(run.resolve("trained"));
        assertEquals(untrained.length, trained.length);
        assertFalse(Arrays.equals(untrained, trained));
    }

    /** A model as the README's program saves it. */
    private static Path saved(Path directory) throws Exception {
        Path copy = folder.resolve("untrained");
        try (Model model = CausalLanguageModel.load(directory)) {
            CausalLanguageModel.save(
                    model,
                    new CheckpointWriter(StoredType.BF16),
                    copy,
                    CheckpointWriter.companionsOf(directory));
        }
        return copy;
    }

    private static byte[] weights(Path model) throws Exception {
        return Files.readAllBytes(model.resolve("model.safetensors"));
    }
}
