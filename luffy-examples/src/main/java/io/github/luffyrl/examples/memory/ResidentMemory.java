package io.github.luffyrl.examples.memory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The memory that this process occupies. */
public final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** Linux forgets the peak when 5 is written here. */
    private static final Path FORGET = Path.of("/proc/self/clear_refs");

    private static final String FORGET_PEAK = "5";
    private static final double MEBI = 1 << 20;

    /** The system's names of the memory now and of its peak. */
    static final String NOW = "VmRSS";

    static final String PEAK = "VmHWM";

    private ResidentMemory() {}

    /**
     * Returns what {@link #mebibytes} measures.
     *
     * @return a description
     */
    public static String kind() {
        return kind(NOW);
    }

    /**
     * Returns the memory now.
     *
     * @return MiB
     */
    public static double mebibytes() {
        return bytes(NOW).orElseGet(ResidentMemory::ofTheJvm) / MEBI;
    }

    /**
     * Returns what {@link #peakMebibytes} measures.
     *
     * @return a description
     */
    public static String peakKind() {
        return kind(PEAK);
    }

    /**
     * Returns the most memory since {@link #forgetPeak}, or since the process began where the
     * system cannot forget.
     *
     * @return MiB
     */
    public static double peakMebibytes() {
        return bytes(PEAK).orElseGet(ResidentMemory::ofTheJvm) / MEBI;
    }

    /** Begins to look for the peak anew, where the system can. */
    public static void forgetPeak() {
        try {
            Files.writeString(FORGET, FORGET_PEAK);
        } catch (IOException e) {
            // as peakMebibytes says
        }
    }

    private static String kind(String field) {
        return bytes(field).isPresent()
                ? "resident memory (" + field + ")"
                : "memory of the JVM alone, since this system has no " + STATUS;
    }

    /** A field of the system's account of this process, in bytes. */
    static Optional<Long> bytes(String field) {
        if (!Files.isReadable(STATUS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", ""))) // kB
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long ofTheJvm() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
    }
}
