package io.github.luffyrl.examples.report;

import io.github.luffyrl.djl.evaluation.Accuracy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Accuracies as plain text, with counts and 95 % Wilson intervals.
 *
 * <pre>{@code
 * new ResultTable(List.of("before", "after"))
 *         .row("hard", hardBefore, hardAfter)
 *         .row("easy", easyBefore, easyAfter)
 *         .toString();
 * }</pre>
 */
public final class ResultTable {

    private final List<String> columns;
    private final Map<String, List<Accuracy>> rows = new LinkedHashMap<>();

    /**
     * Starts without rows.
     *
     * @param columns what is compared, such as {@code before} and {@code after}
     */
    public ResultTable(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * Adds a row.
     *
     * @param name of the problem set; replaces a row of the same name
     * @param accuracies one per column
     * @return this
     */
    public ResultTable row(String name, Accuracy... accuracies) {
        if (accuracies.length != columns.size()) {
            throw new IllegalArgumentException(
                    "row " + name + " has " + accuracies.length + " accuracies for " + columns);
        }
        rows.put(name, List.of(accuracies));
        return this;
    }

    /** Returns the table, lines ended by {@code \n}. */
    @Override
    public String toString() {
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of("solved, 95 % interval"));
        header.addAll(columns);
        table.row(header);
        rows.forEach(
                (name, accuracies) -> {
                    List<String> line = new ArrayList<>(List.of(name));
                    accuracies.forEach(accuracy -> line.add(cell(accuracy)));
                    table.row(line);
                });
        return table.toString();
    }

    /**
     * Writes an accuracy.
     *
     * @param accuracy the accuracy
     * @return such as {@code 37.5 % (3/8) [13.7, 69.4]}
     */
    public static String cell(Accuracy accuracy) {
        return String.format(
                Locale.ROOT,
                "%5.1f %% (%d/%d) [%.1f, %.1f]",
                100 * accuracy.rate(),
                accuracy.solved(),
                accuracy.problems(),
                100 * accuracy.interval().low(),
                100 * accuracy.interval().high());
    }
}
