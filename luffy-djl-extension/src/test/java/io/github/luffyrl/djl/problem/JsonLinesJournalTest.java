package io.github.luffyrl.djl.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rejection.CollectedTraces;
import io.github.luffyrl.core.rejection.RejectionSampling;
import io.github.luffyrl.core.rejection.SamplingBudget;
import io.github.luffyrl.core.rejection.SamplingRound;
import io.github.luffyrl.core.rejection.TraceSampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesJournalTest {

    private static final String SETTINGS = "model \"a\", seed 3";
    private static final SamplingBudget BUDGET = new SamplingBudget(12, 2, 3);

    @TempDir private Path folder;

    @Test
    void roundsAreReadBackByTheNextRun() throws IOException {
        List<SamplingRound> first =
                List.of(
                        new SamplingRound(
                                "p",
                                8,
                                new Compute(120, 0),
                                new Demonstration("line\n\"é\" 😀", "", new float[] {0.25f, 0.1f})),
                        new SamplingRound("q", 8, new Compute(99, 0), null));
        List<SamplingRound> second =
                List.of(
                        new SamplingRound(
                                "q", 4, new Compute(9_000_000_000L, 0), Demonstration.of("x")));
        try (JsonLinesJournal journal = open()) {
            assertEquals(List.of(), journal.read());
            journal.append(first);
            journal.append(second);
        }

        try (JsonLinesJournal journal = open()) {
            assertEquals(List.of(first.get(0), first.get(1), second.get(0)), journal.read());
        }
    }

    @Test
    void aLineThatACrashCutOffIsDroppedAndWrittenOver() throws IOException {
        List<SamplingRound> whole = List.of(new SamplingRound("p", 8, new Compute(1, 0), null));
        try (JsonLinesJournal journal = open()) {
            journal.append(whole);
        }
        Files.writeString(file(), "{\"rounds\":[{\"problem\":\"q", StandardOpenOption.APPEND);

        try (JsonLinesJournal journal = open()) {
            assertEquals(whole, journal.read());
            journal.append(whole);
        }
        try (JsonLinesJournal journal = open()) {
            assertEquals(2, journal.read().size());
        }
    }

    @Test
    void aCrashBeforeTheFirstLineWasWholeStartsAnew() throws IOException {
        Files.writeString(file(), "{\"sett");

        try (JsonLinesJournal journal = open()) {
            assertEquals(List.of(), journal.read());
        }
        assertEquals(1, Files.readAllLines(file()).size());
    }

    @Test
    void otherSettingsAreRefusedAndNothingIsChanged() throws IOException {
        open().close();
        String before = Files.readString(file());

        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new JsonLinesJournal(file(), "model \"b\", seed 3"));
        assertTrue(error.getMessage().contains(SETTINGS), error.getMessage());
        assertTrue(error.getMessage().contains("name another folder"), error.getMessage());
        assertEquals(before, Files.readString(file()));
    }

    @Test
    void aForeignFileIsRefusedByItsLine() throws IOException {
        String foreign = "{\"step\": 1}\n";
        Files.writeString(file(), foreign);

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, this::open);
        assertTrue(error.getMessage().startsWith(file() + ":1: "), error.getMessage());
        assertEquals(foreign, Files.readString(file()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"rounds\":[{\"prob", "\0\0\0", "{\"step\": 1}", ""})
    void aDamagedLineIsSetAside(String damage) throws IOException {
        open().close();
        String whole = Files.readString(file());
        Files.writeString(file(), damage + "\n", StandardOpenOption.APPEND);
        byte[] found = Files.readAllBytes(file());

        try (JsonLinesJournal journal = open()) {
            assertEquals(List.of(), journal.read());
        }

        assertEquals(whole, Files.readString(file()));
        Path copy = file().resolveSibling(file().getFileName() + ".damaged");
        assertArrayEquals(found, Files.readAllBytes(copy));
    }

    /** A process that collects is killed, again and again, until one lives long enough to end. */
    @Test
    void aKilledProcessLosesNothingAndRepeatsNothing() throws Exception {
        CollectedTraces undisturbed;
        try (JsonLinesJournal journal =
                new JsonLinesJournal(folder.resolve("undisturbed"), SETTINGS)) {
            undisturbed = Collecting.collect(journal, 0);
        }

        int kills = 0;
        long kept = 0;
        while (true) {
            Process process = Collecting.start(file());
            long target = kept + 600; // a few rounds
            while (process.isAlive() && size() < target) {
                Thread.onSpinWait();
            }
            if (!process.isAlive()) {
                assertEquals(0, process.waitFor());
                break;
            }
            process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            kills++;
            kept = Math.max(kept, size());
        }

        assertTrue(kills >= 2, kills + " kills");
        assertFalse(Files.readString(file()).isEmpty());
        try (JsonLinesJournal journal = open()) {
            assertEquals(
                    Files.readAllLines(folder.resolve("undisturbed")), Files.readAllLines(file()));
            assertEquals(undisturbed, Collecting.collect(journal, 0));
        }
    }

    private long size() throws IOException {
        return Files.exists(file()) ? Files.size(file()) : 0;
    }

    private JsonLinesJournal open() throws IOException {
        return new JsonLinesJournal(file(), SETTINGS);
    }

    private Path file() {
        return folder.resolve("journal.jsonl");
    }

    /** The process that is killed. Its sampler takes a while. */
    static final class Collecting {

        private Collecting() {}

        static Process start(Path journal) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Collecting.class.getName(),
                            journal.toString())
                    .inheritIO()
                    .start();
        }

        public static void main(String[] arguments) throws IOException {
            try (JsonLinesJournal journal = new JsonLinesJournal(Path.of(arguments[0]), SETTINGS)) {
                collect(journal, 30);
            }
        }

        static CollectedTraces collect(JsonLinesJournal journal, long millis) throws IOException {
            List<Problem> problems =
                    IntStream.range(0, 9)
                            .mapToObj(i -> Problem.of("p" + i, "Solve " + i, "1"))
                            .toList();
            TraceSampler sampler =
                    requests -> requests.stream().map(request -> sample(request, millis)).toList();
            return new RejectionSampling(sampler, BUDGET, journal).collect(problems, p -> {});
        }

        private static SamplingRound sample(TraceSampler.Request request, long millis) {
            long end = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            String id = request.problem().id();
            int right = 2 * (id.charAt(1) - '0');
            boolean found = right >= request.first() && right < request.first() + request.samples();
            return new SamplingRound(
                    id,
                    request.samples(),
                    new Compute(7, 0),
                    found ? Demonstration.of(id + "!") : null);
        }
    }
}
