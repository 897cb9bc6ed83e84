package io.github.luffyrl.examples.memory;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;

/** Compares the formula with measurements, a line for each point. */
public final class MemoryReport {

    private static final double MEBI = 1 << 20;

    private MemoryReport() {}

    /**
     * Measures each point in a process of its own.
     *
     * @param lines takes the report, line by line
     * @throws IOException when a process cannot be started or fails
     */
    public static void write(Consumer<String> lines) throws IOException {
        lines.accept(
                "recomputed           layers   d  heads     f  vocabulary  rows  tokens"
                        + "  adapter   formula  measured  ratio");
        for (MemoryPoint point : MemoryPoint.DEFAULTS) {
            double formula = MemoryFormula.of(point).peak() / MEBI;
            double measured = MemoryProbe.measure(point) / MEBI;
            lines.accept(
                    String.format(
                            Locale.ROOT,
                            "%-18s %8d %4d %5d %6d %10d %5d %7d %8d %5.0f MiB %5.0f MiB  %5.2f",
                            point.recomputation(),
                            point.layers(),
                            point.hidden(),
                            point.heads(),
                            point.intermediate(),
                            point.vocabulary(),
                            point.rows(),
                            point.tokens(),
                            point.adapterRank(),
                            formula,
                            measured,
                            measured / formula));
        }
    }
}
