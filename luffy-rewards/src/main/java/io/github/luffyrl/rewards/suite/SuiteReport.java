package io.github.luffyrl.rewards.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results of all cases.
 *
 * @param results in the order of the cases
 */
public record SuiteReport(List<CaseResult> results) {

    private static final String HEADER =
            "kind                agreed      of   share false pos undecided no verdict  disputed\n";

    /** Copies the list. */
    public SuiteReport {
        results = List.copyOf(results);
    }

    /**
     * Runs cases, one after the other.
     *
     * @param cases any number
     * @return their results
     */
    public static SuiteReport of(List<VerifierCase> cases) {
        return new SuiteReport(cases.stream().map(VerifierCase::run).toList());
    }

    /**
     * Returns what was not as expected, disputed cases left out.
     *
     * @return the disagreements, in the order of the cases
     */
    public List<CaseResult> disagreements() {
        return results.stream().filter(r -> !r.agrees() && !r.testCase().disputed()).toList();
    }

    /**
     * Returns the golds that no prediction can match; those of kind {@code gold-unparseable}, which
     * are meant to be so, are left out.
     *
     * @return the cases of each reason, in their order; the reason shows the gold
     */
    public Map<String, List<VerifierCase>> unmatchable() {
        Map<String, List<VerifierCase>> unmatchable = new LinkedHashMap<>();
        for (CaseResult result : results) {
            VerifierCase of = result.testCase();
            of.unmatchable()
                    .ifPresent(
                            reason ->
                                    unmatchable
                                            .computeIfAbsent(reason, r -> new ArrayList<>())
                                            .add(of));
        }
        return unmatchable;
    }

    /**
     * Counts by kind.
     *
     * @return totals by name of the kind, in alphabetical order
     */
    Map<String, KindTotals> totals() {
        Map<String, List<CaseResult>> byKind =
                results.stream()
                        .collect(
                                Collectors.groupingBy(
                                        result -> result.testCase().kind(),
                                        TreeMap::new,
                                        Collectors.toList()));
        Map<String, KindTotals> totals = new TreeMap<>();
        byKind.forEach((kind, some) -> totals.put(kind, KindTotals.of(some)));
        return totals;
    }

    /**
     * Returns the totals as a table, a line per kind and one for all; disputed cases apart.
     *
     * @return lines ended by {@code \n}
     */
    public String table() {
        StringBuilder table = new StringBuilder(HEADER);
        totals().forEach((kind, totals) -> table.append(line(kind, totals)));
        return table.append(line("all", KindTotals.of(results))).toString();
    }

    private static String line(String name, KindTotals totals) {
        String line =
                String.format(
                        Locale.ROOT,
                        "%-18s %7d %7d %6.1f%% %9d %9d %10d %9s",
                        name,
                        totals.agreed(),
                        totals.cases(),
                        100 * totals.rate(),
                        totals.falsePositives(),
                        totals.undecided(),
                        totals.withoutVerdict(),
                        totals.disputed() == 0
                                ? ""
                                : totals.disputedAgreed() + "/" + totals.disputed());
        return line.stripTrailing() + "\n";
    }
}
