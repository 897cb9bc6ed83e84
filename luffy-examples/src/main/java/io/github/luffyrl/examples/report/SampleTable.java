package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.metric.SampledAccuracy;
import io.github.luffyrl.core.metric.SampledAccuracy.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Accuracies of several samples per problem as plain text: avg@K and pass@k for k = 2, 4, 8 .. K
 * with 95 % intervals, and a bar of the average.
 */
public final class SampleTable {

    private static final int BAR = 20;

    private SampleTable() {}

    /**
     * Builds the table.
     *
     * @param samples per problem, K
     * @param sets the sets of problems by name, each problem with that many samples
     * @return a row for each set
     */
    public static TextTable of(int samples, Map<String, SampledAccuracy> sets) {
        List<Integer> ks =
                Stream.concat(Stream.iterate(2, k -> k < samples, k -> 2 * k), Stream.of(samples))
                        .toList();
        List<String> header =
                new ArrayList<>(List.of("%, 95 % interval", "problems", "avg@" + samples));
        ks.forEach(k -> header.add("pass@" + k));
        header.add("");
        TextTable table = new TextTable().row(header);
        sets.forEach(
                (name, accuracy) -> {
                    List<String> row = new ArrayList<>(List.of(name));
                    row.add(String.format(Locale.ROOT, "%8d", accuracy.problems().size()));
                    row.add(cell(accuracy.average()));
                    ks.forEach(k -> row.add(cell(accuracy.passAt(k))));
                    row.add(bar(accuracy.average().value()));
                    table.row(row);
                });
        return table;
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
