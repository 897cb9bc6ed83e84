package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.metric.SampledAccuracy;
import io.github.luffyrl.core.metric.SampledAccuracy.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Accuracies of several samples per problem as plain text: avg@K and pass@k for k = 2, 4, 8 .. K
 * with 95 % intervals, and a bar of the average.
 */
public final class SampleTable {

    private static final int BAR = 20;

    private final int samples;
    private final Map<String, SampledAccuracy> rows = new LinkedHashMap<>();

    /**
     * Starts without rows.
     *
     * @param samples per problem, K
     */
    public SampleTable(int samples) {
        this.samples = samples;
    }

    /**
     * Adds a row.
     *
     * @param name of the problem set; replaces a row of the same name
     * @param accuracy its problems, each with that many samples
     * @return this
     */
    public SampleTable row(String name, SampledAccuracy accuracy) {
        rows.put(name, accuracy);
        return this;
    }

    /** Returns the table, lines ended by {@code \n}. */
    @Override
    public String toString() {
        List<Integer> ks = ks();
        List<String> header = new ArrayList<>(List.of("%, 95 % interval", "problems"));
        header.add("avg@" + samples);
        ks.forEach(k -> header.add("pass@" + k));
        header.add("");
        TextTable table = new TextTable().row(header);
        rows.forEach(
                (name, accuracy) -> {
                    List<String> line = new ArrayList<>(List.of(name));
                    line.add(String.format(Locale.ROOT, "%8d", accuracy.problems().size()));
                    line.add(cell(accuracy.average()));
                    ks.forEach(k -> line.add(cell(accuracy.passAt(k))));
                    line.add(bar(accuracy.average().value()));
                    table.row(line);
                });
        return table.toString();
    }

    private List<Integer> ks() {
        List<Integer> ks = new ArrayList<>();
        for (int k = 2; k < samples; k *= 2) {
            ks.add(k);
        }
        ks.add(samples);
        return ks;
    }

    private static String cell(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%5.1f [%.1f, %.1f]",
                100 * estimate.value(),
                100 * estimate.interval().low(),
                100 * estimate.interval().high());
    }

    private static String bar(double share) {
        int full = (int) Math.round(share * BAR);
        return "#".repeat(full) + ".".repeat(BAR - full);
    }
}
