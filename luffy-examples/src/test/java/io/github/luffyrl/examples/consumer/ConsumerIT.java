package io.github.luffyrl.examples.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.run.LoadedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final String GUICE = "com.google.inject:guice:jar";

    /** What only some users need, or only this build, by a part of its coordinates. */
    private static final List<String> UNWANTED =
            List.of(
                    "hadoop",
                    "parquet",
                    "carpet",
                    "jinjava",
                    "guava",
                    "guice",
                    "inject",
                    "junit",
                    "mockito",
                    "archunit",
                    "slf4j-simple",
                    ":test");

    @TempDir static Path folder;

    private static ConsumerProject plain;
    private static ConsumerProject guice;

    @BeforeAll
    static void build() throws Exception {
        plain = ConsumerProject.build("plain", folder.resolve("plain"));
        guice = ConsumerProject.build("guice", folder.resolve("guice"));
    }

    @Test
    void noDependencyComesThatNotEveryUserNeeds() {
        List<String> artifacts = artifacts(plain.tree());
        assertTrue(artifacts.stream().anyMatch(a -> a.startsWith("io.github.luffyrl:luffy-core:")));
        assertTrue(artifacts.stream().anyMatch(a -> a.contains("ai.djl.huggingface:tokenizers:")));
        for (String unwanted : UNWANTED) {
            assertEquals(List.of(), artifacts.stream().filter(a -> a.contains(unwanted)).toList());
        }
    }

    @Test
    void whoUsesGuiceGetsNothingMoreThanGuice() {
        List<String> others = new ArrayList<>();
        boolean found = false;
        int guiceDepth = Integer.MAX_VALUE;
        for (String line : guice.tree()) {
            if (depth(line) <= guiceDepth) {
                boolean isGuice = artifact(line).startsWith(GUICE);
                found |= isGuice;
                guiceDepth = isGuice ? depth(line) : Integer.MAX_VALUE;
                if (!isGuice) {
                    others.add(artifact(line));
                }
            }
        }
        assertTrue(found, () -> String.join("\n", guice.tree()));
        others.removeAll(artifacts(plain.tree()));
        assertEquals(List.of(), others);
    }

    private static List<String> artifacts(List<String> tree) {
        return tree.stream().map(ConsumerIT::artifact).toList();
    }

    /** Coordinates, without the branches drawn in front of them. */
    private static String artifact(String line) {
        return line.substring(depth(line));
    }

    private static int depth(String line) {
        int at = 0;
        while (!Character.isLetter(line.charAt(at))) {
            at++;
        }
        return at;
    }

    @Test
    void everyWayOfTrainingEndsWithTheSameWeights() throws Exception {
        Map<String, String> weights =
                Map.of(
                        "library call",
                        weights(plain.run("LibraryCall").resolve("LibraryCall/checkpoint")),
                        "by hand",
                        weights(plain.run("ByHand").resolve("ByHand/checkpoint")),
                        "by injection",
                        weights(guice.run("Injected").resolve("Injected/checkpoint")),
                        "command",
                        weights(
                                ConsumerProject.train(folder.resolve("command"))
                                        .resolve("checkpoint")));

        assertEquals(1, Set.copyOf(weights.values()).size(), weights::toString);
        Path start = folder.resolve("start");
        Path model = folder.resolve("command").resolve(ConsumerProject.MODEL);
        try (LoadedModel loaded = LoadedModel.open(model)) {
            loaded.save(start);
        }
        assertNotEquals(weights(start), weights.get("command"));
    }

    @Test
    void theProgramOfTheReadmeTrains() throws Exception {
        Path run = plain.run("HandWired");

        Path untrained = saved(run.resolve(ConsumerProject.MODEL));
        Path trained = run.resolve("trained");
        assertEquals(
                Files.size(untrained.resolve("model.safetensors")),
                Files.size(trained.resolve("model.safetensors")));
        assertNotEquals(weights(untrained), weights(trained));
    }

    /** A model as it is before training, stored as the README's program stores it. */
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

    /** The SHA-256 of a model's weights. */
    private static String weights(Path model) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        return HexFormat.of()
                .formatHex(sha.digest(Files.readAllBytes(model.resolve("model.safetensors"))));
    }
}
