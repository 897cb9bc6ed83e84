package io.github.luffyrl.djl.dataset;

import java.util.List;

/** Which rows of a step are trained on. All of them are counted in the normaliser. */
public enum TrainedRows {
    /**
     * Rows with an advantage: the others have no gradient, so nothing is lost and time is won,
     * unless the loss has an entropy bonus, a KL term or an SFT part.
     */
    WITH_ADVANTAGE {
        @Override
        List<TrainingRow> of(List<TrainingRow> rows) {
            return rows.stream().filter(TrainingRow::hasAdvantage).toList();
        }
    },
    /** All rows, for losses that need more than advantages. */
    ALL {
        @Override
        List<TrainingRow> of(List<TrainingRow> rows) {
            return rows;
        }
    };

    abstract List<TrainingRow> of(List<TrainingRow> rows);
}
