package io.github.luffyrl.djl.run;

import io.github.luffyrl.djl.listener.CsvSink;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.TensorBoardSink;
import java.io.IOException;
import java.util.List;

/** Opens the sinks that write a run's metrics to its folder. */
@FunctionalInterface
public interface MetricsFiles {

    /**
     * Opens the sinks.
     *
     * @param folder of the run
     * @return the sinks, to be closed by the caller
     * @throws IOException when a file cannot be written
     */
    List<MetricsSink> open(RunFolder folder) throws IOException;

    /**
     * Returns JSON Lines, CSV and TensorBoard.
     *
     * @return every format that luffy writes
     */
    static MetricsFiles all() {
        return folder ->
                List.of(
                        JsonLinesSink.metrics(folder.metrics()),
                        JsonLinesSink.timings(folder.timings()),
                        new CsvSink(folder.spreadsheet()),
                        new TensorBoardSink(folder.tensorBoard()));
    }
}
