package io.github.luffyrl.examples.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The memory that this process occupies. */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** What {@link #mebibytes} measures. */
    static String kind() {
        return resident().isPresent()
                ? "resident memory (VmRSS)"
                : "memory of the JVM alone, since this system has no " + STATUS;
    }

    /** In MiB. */
    static double mebibytes() {
        return resident().orElseGet(ResidentMemory::ofTheJvm) / 1024.0;
    }

    private static Optional<Long> resident() {
        if (!Files.isReadable(STATUS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", ""))) // kB
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long ofTheJvm() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long bytes =
                memory.getHeapMemoryUsage().getCommitted()
                        + memory.getNonHeapMemoryUsage().getCommitted();
        return bytes / 1024;
    }
}
