package io.github.luffyrl.examples.report;

import java.util.ArrayList;
import java.util.List;

/** Cells in columns, as plain text. */
public final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    /** Starts without rows. */
    public TextTable() {}

    /**
     * Adds a row.
     *
     * @param cells as many as in the rows before
     * @return this
     */
    public TextTable row(List<String> cells) {
        if (!rows.isEmpty() && rows.get(0).size() != cells.size()) {
            throw new IllegalArgumentException(
                    cells + " has " + cells.size() + " cells, need " + rows.get(0).size());
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /**
     * Adds a row.
     *
     * @param cells as many as in the rows before
     * @return this
     */
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /** Returns the table, lines ended by {@code \n}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                int column = c;
                int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
                line.append(row.get(c)).append(" ".repeat(width - row.get(c).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
