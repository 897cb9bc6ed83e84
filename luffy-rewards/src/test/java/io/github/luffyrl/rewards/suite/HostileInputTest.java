package io.github.luffyrl.rewards.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Inputs that are meant to hang, exhaust, crash or escape a verifier: those of the test resources,
 * or of {@code -Dluffy.verifier.hostile=FILE}.
 */
class HostileInputTest {

    /** Time a verdict may take on the processor, whatever else the machine does. */
    private static final long LIMIT_NANOS = 200_000_000;

    private static final long HEAP_TOLERANCE = 1 << 20;

    private final List<Map<String, Object>> lines = CaseFile.hostile();

    @Test
    void everyVerdictComesInTimeAndIsAsExpected() {
        List<String> failures = new ArrayList<>();
        long slowest = 0;
        String slowestId = "";
        for (Map<String, Object> line : lines) {
            VerifierCase hostile = VerifierCase.of(line);
            long begin = System.nanoTime();
            String outcome = outcome(hostile);
            long wall = (System.nanoTime() - begin) / 1_000_000;
            if (!outcome.isEmpty()) {
                failures.add(hostile.id() + ": " + outcome);
            }
            long bound = ((Number) line.get("bound_ms")).longValue();
            if (wall > bound) {
                failures.add(hostile.id() + ": " + wall + " ms, bound " + bound + " ms");
            }
            long nanos = ProcessorTime.of(() -> hostile.run(), LIMIT_NANOS);
            if (nanos > LIMIT_NANOS) {
                failures.add(hostile.id() + ": " + nanos / 1_000_000 + " ms on the processor");
            }
            if (nanos > slowest) {
                slowest = nanos;
                slowestId = hostile.id();
            }
            if (line.get("forbidden_file") instanceof String name) {
                assertFalse(Files.exists(Path.of(name)), name);
            }
        }
        System.out.printf(
                "%d hostile inputs, slowest %.1f ms: %s%n", lines.size(), slowest / 1e6, slowestId);
        assertEquals(List.of(), failures);
    }

    private static String outcome(VerifierCase hostile) {
        try {
            CaseResult result = hostile.run();
            return result.agrees() ? "" : result.verdict().toString();
        } catch (Throwable e) { // whatever it is, none may escape
            return "threw " + e;
        }
    }

    @Test
    void noThreadAndNoProcessIsLeft() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long started = threads.getTotalStartedThreadCount();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        runAll();
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        left.removeIf(thread -> !thread.isAlive() || thread.isDaemon());
        assertEquals(Set.of(), left);
        // The JVM starts compiler threads as it likes; a verifier would need one per verdict.
        long since = threads.getTotalStartedThreadCount() - started;
        assertTrue(since < lines.size() / 4, since + " threads were started");
        assertEquals(0, ProcessHandle.current().children().count());
    }

    @Test
    void theHeapIsBackWhereItWas() {
        runAll();
        long before = usedHeap();
        runAll();
        long growth = usedHeap() - before;
        assertTrue(growth < HEAP_TOLERANCE, growth + " bytes more");
    }

    private void runAll() {
        lines.forEach(line -> VerifierCase.of(line).run());
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
