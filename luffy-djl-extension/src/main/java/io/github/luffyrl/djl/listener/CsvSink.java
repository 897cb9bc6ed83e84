package io.github.luffyrl.djl.listener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Metrics as comma-separated values, for spreadsheets: a column per metric, a row per step, an
 * empty cell for a number without meaning. The first step names the columns; a metric that appears
 * later gets one at the end.
 */
public final class CsvSink implements MetricsSink {

    private static final String STEP = "step";

    private final Path path;
    private final List<String> columns = new ArrayList<>();
    private LineFile file;

    /**
     * Opens a file.
     *
     * @param path created, or overwritten unless {@link #resumeAfter} comes first
     * @throws IOException when it cannot be written
     */
    public CsvSink(Path path) throws IOException {
        this.path = path;
        file = new LineFile(path);
    }

    @Override
    public void resumeAfter(long step) throws IOException {
        file.cutAfter(step, stepOfRows());
        List<String> lines = Files.readAllLines(path);
        columns.clear();
        if (!lines.isEmpty()) {
            List<String> header = List.of(lines.get(0).split(",", -1));
            columns.addAll(header.subList(1, header.size()));
        }
    }

    /** The header has step 0; without one, or in another width than it, a row is damaged. */
    private static Function<String, OptionalLong> stepOfRows() {
        int[] width = {0};
        return line -> {
            String[] cells = line.split(",", -1);
            if (cells[0].equals(STEP) && width[0] == 0) {
                width[0] = cells.length;
                return OptionalLong.of(0);
            }
            boolean row = cells.length == width[0] && cells[0].matches("[0-9]{1,18}");
            return row ? OptionalLong.of(Long.parseLong(cells[0])) : OptionalLong.empty();
        };
    }

    @Override
    public void write(StepRecord step) {
        List<String> added =
                step.metrics().keySet().stream().filter(name -> !columns.contains(name)).toList();
        if (!added.isEmpty()) {
            add(added);
        }
        file.append(
                step.step()
                        + columns.stream()
                                .map(name -> step.metrics().getOrDefault(name, Double.NaN))
                                .map(value -> Double.isFinite(value) ? value.toString() : "")
                                .collect(Collectors.joining(",", ",", "")));
    }

    private void add(List<String> names) {
        boolean first = columns.isEmpty();
        columns.addAll(names);
        String header = STEP + "," + String.join(",", columns);
        if (first) {
            file.append(header);
            return;
        }
        try {
            Path wider = path.resolveSibling(path.getFileName() + ".wider");
            try (LineFile target = new LineFile(wider)) {
                target.append(header);
                for (String row : Files.readAllLines(path)) {
                    if (!row.startsWith(STEP)) {
                        target.append(row + ",".repeat(names.size()));
                    }
                }
            }
            file.close();
            Files.move(wider, path, StandardCopyOption.REPLACE_EXISTING);
            file = new LineFile(path);
            file.cutAfter(Long.MAX_VALUE, stepOfRows());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
