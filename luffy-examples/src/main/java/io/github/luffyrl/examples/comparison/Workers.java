package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How the cells are run. A cell's result does not depend on it. */
public sealed interface Workers permits Workers.ThisProcess, CellProcesses {

    /** Told when a cell is over. */
    interface Listener {

        /** The cell begins. */
        void onBegin(Cell cell);

        /**
         * The cell is over.
         *
         * @param failure what went wrong; empty if nothing did
         */
        void onEnd(Cell cell, String failure);
    }

    /**
     * Runs cells.
     *
     * @param cells that are not finished
     * @param comparison the folder of the comparison
     * @param listener follows
     * @throws IOException when a cell cannot be run at all
     */
    void run(List<Cell> cells, Path comparison, Listener listener) throws IOException;

    /**
     * One after the other, in this process.
     *
     * @param sampling what is sampled of each trained model
     * @param console what the user sees of each run
     */
    record ThisProcess(Sampling sampling, Console console) implements Workers {

        @Override
        public void run(List<Cell> cells, Path comparison, Listener listener) throws IOException {
            for (Cell cell : cells) {
                listener.onBegin(cell);
                new CellRun(cell, comparison, sampling, console).run();
                listener.onEnd(cell, "");
            }
        }
    }
}
