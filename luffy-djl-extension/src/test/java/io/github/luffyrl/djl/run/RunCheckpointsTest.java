package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.AdaptivePrefix;
import io.github.luffyrl.core.prefix.FixedCuts;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.prefix.UnprefixedGroups;
import io.github.luffyrl.djl.TinyLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run's checkpoints when something is wrong. */
class RunCheckpointsTest {

    @TempDir static Path once;
    @TempDir Path temporary;

    private Path run;

    @BeforeAll
    static void stopBehindStepNine() {
        assertThrows(Stop.Stopped.class, () -> new TinyRun(once.resolve("run")).train(new Stop(9)));
    }

    @BeforeEach
    void copy() throws IOException {
        run = temporary.resolve("run");
        Path from = once.resolve("run");
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, run.resolve(from.relativize(path).toString()));
            }
        }
    }

    private Path checkpoint(int step) {
        return run.resolve("checkpoints").resolve("step-%08d".formatted(step));
    }

    private RunCheckpoint latest() throws IOException {
        return new RunCheckpoints(run.resolve("checkpoints"), 2).latest().orElseThrow();
    }

    @Test
    void theLatestOnesAreKeptAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            assertEquals(
                    List.of("step-00000004", "step-00000008"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(8, latest().state().step());
    }

    @Test
    void anyFlippedByteIsFoundAndTheCheckpointBeforeIsTaken() throws IOException {
        try (Stream<Path> files = Files.walk(checkpoint(8))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] good = Files.readAllBytes(file);
                byte[] bad = good.clone();
                bad[bad.length / 3] ^= 4;
                Files.write(file, bad);

                DamagedCheckpointException e =
                        assertThrows(
                                DamagedCheckpointException.class,
                                () -> RunCheckpoint.open(checkpoint(8)),
                                file.toString());
                assertTrue(String.valueOf(e.getMessage()).contains("is "), e.getMessage());
                assertEquals(4, latest().state().step());
                Files.write(file, good);
            }
        }
        assertEquals(8, latest().state().step());
    }

    @Test
    void aMissingOrShortenedFileIsNamed() throws IOException {
        Path weights = checkpoint(8).resolve("weights/model.safetensors");
        byte[] good = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(good, good.length - 1));
        assertEquals(
                "%s has %d bytes instead of %d".formatted(weights, good.length - 1, good.length),
                damage().getMessage());
        Files.delete(weights);
        assertEquals(weights + " is missing", damage().getMessage());
    }

    private DamagedCheckpointException damage() {
        return assertThrows(
                DamagedCheckpointException.class, () -> RunCheckpoint.open(checkpoint(8)));
    }

    @Test
    void aRunWhoseCheckpointsAreAllDamagedIsNotBegunAnew() throws IOException {
        for (int step : new int[] {4, 8}) {
            Files.writeString(checkpoint(step).resolve("state.json"), "{}");
        }
        assertThrows(DamagedCheckpointException.class, this::latest);
    }

    @Test
    void problemsThatChangedAreToldWithTheirNumber() {
        TinyRun shrunk = new TinyRun(run).problems(TinyLanguage.problems().subList(0, 1));

        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> shrunk.train());

        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("there were 2, now there are 1"), message);
        assertTrue(Files.exists(checkpoint(8)));
    }

    @Test
    void otherSettingsAreToldByTheFirstLineThatDiffers() {
        TinyRun other = new TinyRun(run).config("seed: 6");

        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> other.train());

        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("'seed: 5' instead of 'seed: 6'"), message);
    }

    @Test
    void trainingGoesOnWhereNoCheckpointCanBeWritten() throws Exception {
        Path folder = temporary.resolve("full");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("checkpoints"), "a file in the way");

        new TinyRun(folder).train();

        Path whole = temporary.resolve("whole");
        new TinyRun(whole).train();
        for (String file : TinyRun.results()) {
            assertEquals(-1, Files.mismatch(whole.resolve(file), folder.resolve(file)), file);
        }
    }

    @Test
    void everyPrefixScheduleSurvivesTheWayThroughJson() throws IOException {
        PrefixRatio fading = new PrefixRatio.Shared(new PrefixRatio.LinearMax(0.8, 300));
        PrefixSchedule adaptive =
                new AdaptivePrefix(
                        PrefixedRows.all(),
                        PrefixUse.CONTEXT,
                        0.5,
                        0.2,
                        1 / 3.,
                        Map.of("b", 0.1, "a", 0.7));
        for (PrefixSchedule schedule :
                List.of(
                        PrefixSchedule.none(),
                        PrefixSchedule.wholeDemonstration(),
                        new PartialDemonstration(PrefixedRows.first(2), fading, PrefixUse.TRAINED),
                        new FixedCuts(3, 0.4, 0.8),
                        new UnprefixedGroups(0.25, adaptive),
                        adaptive)) {
            String json =
                    StateJson.MAPPER.writerFor(PrefixSchedule.class).writeValueAsString(schedule);
            assertEquals(schedule, StateJson.MAPPER.readValue(json, PrefixSchedule.class), json);
        }
    }
}
