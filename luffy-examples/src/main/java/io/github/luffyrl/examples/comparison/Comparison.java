package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.djl.listener.Durations;
import io.github.luffyrl.djl.run.RunLock;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the cells of a plan that are not finished, and reports all that are. Started again it
 * resumes; nothing that is finished is repeated.
 *
 * @param plan what is compared
 * @param folder holds a folder for each cell, and the report
 * @param console what the user sees
 */
public record Comparison(Plan plan, Path folder, Console console) {

    /** Follows the cells. */
    private final class Progress implements Workers.Listener {

        private final int all;
        private final long begin = System.nanoTime();
        private final List<String> failures = new ArrayList<>();
        private int ended;

        Progress(int all) {
            this.all = all;
        }

        @Override
        public void onBegin(Cell cell) {
            console.say("%s: begins", cell.name());
        }

        @Override
        public void onEnd(Cell cell, String failure) {
            ended++;
            double seconds = (System.nanoTime() - begin) / 1e9;
            console.say(
                    "%s: %s; %d of %d after %s",
                    cell.name(),
                    failure.isEmpty() ? "finished" : "failed: " + failure,
                    ended,
                    all,
                    Durations.text(seconds));
            if (!failure.isEmpty()) {
                failures.add(cell.name() + ": " + failure);
            }
        }
    }

    /**
     * Runs what is not finished yet, and reports all.
     *
     * @param workers how the cells are run
     * @return what is reported
     * @throws IOException when a cell fails, or results cannot be written; the other cells are run
     *     and reported first
     * @throws IllegalArgumentException if a cell's folder holds another run
     */
    public ComparisonResults run(Workers workers) throws IOException {
        List<Cell> open = new ArrayList<>();
        for (Cell cell : plan.cells()) {
            new CellRun(cell, folder, plan.sampling(), console).requireSame();
            if (!CellReport.exists(cell.folder(folder), plan.sampling())) {
                open.add(cell);
            }
        }
        int all = plan.cells().size();
        console.say("%d of %d cells are finished", all - open.size(), all);
        Progress progress = new Progress(open.size());
        RunLock lock = RunLock.of(folder);
        try {
            workers.run(open, folder, progress);
            ComparisonResults results = report();
            if (!progress.failures.isEmpty()) {
                throw new IOException(
                        progress.failures.size()
                                + " of "
                                + open.size()
                                + " cells failed; the same command tries them again: "
                                + String.join("; ", progress.failures));
            }
            return results;
        } finally {
            lock.close();
        }
    }

    /**
     * Reports the cells that are finished.
     *
     * @return what is reported
     * @throws IOException when results cannot be read or written
     * @throws IllegalArgumentException if no cell is finished
     */
    public ComparisonResults report() throws IOException {
        ComparisonResults results = ComparisonResults.read(plan, folder);
        console.say("%n%s", results.table());
        new ComparisonFiles(plan, results, folder).write();
        console.say("comparison   %s", folder.resolve(ComparisonFiles.PAGE));
        return results;
    }
}
