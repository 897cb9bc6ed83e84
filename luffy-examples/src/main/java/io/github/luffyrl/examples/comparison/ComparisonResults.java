package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.examples.report.MeanInterval;
import io.github.luffyrl.examples.report.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The cells that are finished, and what they say of the papers' claims.
 *
 * @param tasks by name, in the order of the plan
 * @param missing how many cells of the plan are not finished
 */
public record ComparisonResults(Map<String, TaskResults> tasks, int missing) {

    /**
     * The cells of a task.
     *
     * @param title of the task
     * @param methods the cells of each, in the order of the plan
     * @param findings a claim each
     */
    record TaskResults(
            String title, Map<String, List<CellReport>> methods, List<Finding> findings) {

        List<CellReport> cells() {
            return methods.values().stream().flatMap(List::stream).toList();
        }

        /** The cells of a method. */
        List<CellReport> cells(String method) {
            return Objects.requireNonNull(methods.get(method), method);
        }

        /** Names of the sets, as evaluated. */
        List<String> sets() {
            return cells().get(0).sets().stream().map(CellReport.SetAccuracy::name).toList();
        }

        /** Accuracy of a method on a set. */
        MeanInterval after(String method, int set) {
            return MeanInterval.of(
                    cells(method).stream()
                            .mapToDouble(cell -> cell.sets().get(set).after().rate())
                            .toArray());
        }

        /** Accuracy of all cells' models before training. */
        MeanInterval before(int set) {
            Map<Long, Double> bySeed = new LinkedHashMap<>();
            cells().forEach(c -> bySeed.put(c.seed(), c.sets().get(set).before().rate()));
            return MeanInterval.of(bySeed.values().stream().mapToDouble(v -> v).toArray());
        }

        /** A number of a method; NaN if it has none. */
        MeanInterval number(String method, Measure measure) {
            double[] values =
                    cells(method).stream()
                            .flatMapToDouble(cell -> measure.of(cell, Optional.empty()).stream())
                            .toArray();
            return values.length == 0
                    ? new MeanInterval(Double.NaN, Double.NaN)
                    : MeanInterval.of(values);
        }
    }

    static ComparisonResults read(Plan plan, Path folder) throws IOException {
        Map<String, Map<String, List<CellReport>>> tasks = new LinkedHashMap<>();
        Map<String, String> titles = new LinkedHashMap<>();
        int missing = 0;
        for (Cell cell : plan.cells()) {
            if (!CellReport.exists(cell.folder(folder), plan.sampling())) {
                missing++;
                continue;
            }
            titles.put(cell.task(), cell.problems().name());
            tasks.computeIfAbsent(cell.task(), task -> new LinkedHashMap<>())
                    .computeIfAbsent(cell.method(), method -> new ArrayList<>())
                    .add(CellReport.read(cell.folder(folder)));
        }
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException(folder + ": no cell is finished yet");
        }
        List<Claim> claims = Claim.all();
        Map<String, TaskResults> results = new LinkedHashMap<>();
        tasks.forEach(
                (task, methods) -> {
                    List<CellReport> cells =
                            methods.values().stream().flatMap(List::stream).toList();
                    List<Finding> findings =
                            claims.stream()
                                    .map(claim -> Finding.of(claim, cells, plan.equalCompute()))
                                    .toList();
                    String title = String.valueOf(titles.get(task));
                    results.put(task, new TaskResults(title, methods, findings));
                });
        return new ComparisonResults(results, missing);
    }

    /**
     * Returns accuracies and compute as plain text.
     *
     * @return a table for each task
     */
    public String table() {
        StringBuilder text = new StringBuilder();
        tasks.forEach(
                (name, task) -> {
                    TextTable table = new TextTable();
                    List<String> header =
                            new ArrayList<>(List.of(task.title() + ", solved, %, +- 95 %"));
                    header.addAll(task.sets());
                    header.add("FLOPs");
                    table.row(header);
                    List<String> before = new ArrayList<>(List.of("before training"));
                    for (int set = 0; set < task.sets().size(); set++) {
                        before.add(task.before(set).percent());
                    }
                    before.add("-");
                    table.row(before);
                    for (String method : task.methods().keySet()) {
                        List<String> row = new ArrayList<>(List.of(method));
                        for (int set = 0; set < task.sets().size(); set++) {
                            row.add(task.after(method, set).percent());
                        }
                        row.add(
                                Measure.FLOPS
                                        .unit()
                                        .text(task.number(method, Measure.FLOPS).mean()));
                        table.row(row);
                    }
                    text.append(table).append('\n');
                });
        return text.toString();
    }
}
