package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is found before the first step; nothing is written then. */
class PreflightTest {

    @TempDir Path temporary;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        model = TinyModel.in(temporary.resolve("model"));
    }

    private void refused(Recipe recipe, String... words) {
        Path folder = temporary.resolve("run");
        Exception refusal =
                assertThrows(
                        Exception.class,
                        () -> TinyModel.training(recipe, model, folder).prepare().close());
        assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        }
        assertFalse(Files.exists(folder));
    }

    private void change(String file, String from, String to) throws IOException {
        String text = Files.readString(model.resolve(file));
        assertTrue(text.contains(from), text);
        Files.writeString(model.resolve(file), text.replace(from, to));
    }

    @Test
    void promptAndResponseLongerThanTheModelsPositions() {
        refused(
                TinyModel.RECIPE.with("sampling.maxResponseTokens", 127),
                "problem first",
                "response of up to 127",
                "max_position_embeddings = 128");
    }

    @Test
    void aTokenWithoutAnEmbedding() throws IOException {
        String text = Files.readString(model.resolve("tokenizer.json"));
        int at = text.indexOf("\"a\"");
        String changed = text.substring(at).replaceFirst(": *[0-9]+", ": 999");
        Files.writeString(model.resolve("tokenizer.json"), text.substring(0, at) + changed);

        refused(TinyModel.RECIPE, "problem first has token 999", "16 tokens");
    }

    @Test
    void noProbabilitiesForALossThatNeedsThem() {
        refused(
                TinyModel.RECIPE.with("objective.offPolicy.behaviour", "given"),
                "behaviour = given",
                "no demonstration has behaviourProbabilities");
    }

    @Test
    void noRoomForTheCheckpoints() throws IOException {
        Preflight preflight = new Preflight(TinyModel.RECIPE, TinyLanguage.config());
        // two checkpoints and a third, each of weights and two moments, and the model: 10 floats
        assertEquals(40, preflight.bytes(1));
        IOException full =
                assertThrows(
                        IOException.class,
                        () -> preflight.requireSpace(temporary.resolve("x/y"), 1L << 55));
        assertTrue(full.getMessage().contains("MiB left"), full.getMessage());
        preflight.requireSpace(temporary.resolve("x/y"), 1000);
    }

    @Test
    void weightsThatAreNotThoseOfTheConfiguration() throws IOException {
        change("config.json", "\"intermediate_size\": 24", "\"intermediate_size\": 25");
        Exception shape =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CausalLanguageModel.requireWeights(model));
        assertTrue(shape.getMessage().contains("expected [25, 16]"), shape.getMessage());
        change("config.json", "\"intermediate_size\": 25", "\"intermediate_size\": 24");
        assertTrue(CausalLanguageModel.requireWeights(model) > 1000);
        change("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3");
        Exception missing =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CausalLanguageModel.requireWeights(model));
        assertTrue(missing.getMessage().contains("missing [model.layers.2"), missing.getMessage());
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void filesThatCannotBeRead() throws Exception {
        for (String name :
                List.of("LICENSE", "generation_config.json", "chat_template.jinja", "merges.txt")) {
            Path file = model.resolve(name);
            Files.deleteIfExists(file);
            new ProcessBuilder("mkfifo", file.toString()).start().waitFor(10, TimeUnit.SECONDS);
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> refused(TinyModel.RECIPE, file + " is no regular file"));
            Files.delete(file);
            Path secret = Files.writeString(temporary.resolve("secret"), "root:x");
            Files.createSymbolicLink(file, secret);
            refused(TinyModel.RECIPE, file + " is a link to", "outside of the directory");
            Files.delete(file);
            Files.createSymbolicLink(file, temporary.resolve("nothing"));
            refused(TinyModel.RECIPE, file + " is a link to nothing");
            Files.delete(file);
        }
        Path weights = model.resolve("model.safetensors");
        Files.delete(weights);
        new ProcessBuilder("mkfifo", weights.toString()).start().waitFor(10, TimeUnit.SECONDS);
        refused(TinyModel.RECIPE, weights + " is no regular file");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theCacheOfHuggingFaceConsistsOfLinks() throws IOException {
        Path cache = temporary.resolve("models--tiny--language");
        Path blobs = Files.createDirectories(cache.resolve("blobs"));
        Path snapshot = Files.createDirectories(cache.resolve("snapshots/0123abc"));
        int number = 10;
        for (String name :
                List.of(
                        "config.json",
                        "generation_config.json",
                        "tokenizer.json",
                        "model.safetensors")) {
            String hash = Integer.toString(number++).repeat(20);
            Files.copy(model.resolve(name), blobs.resolve(hash));
            Files.createSymbolicLink(snapshot.resolve(name), Path.of("../../blobs", hash));
        }
        Path folder = temporary.resolve("run");

        TinyModel.training(TinyModel.RECIPE.with("steps", 1), snapshot, folder).run();

        Path copied = folder.resolve("checkpoint/tokenizer.json");
        assertFalse(Files.isSymbolicLink(copied));
        assertEquals(-1, Files.mismatch(copied, model.resolve("tokenizer.json")));
    }
}
