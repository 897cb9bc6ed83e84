package io.github.luffyrl.djl.run;

import ai.djl.training.listener.EarlyStoppingListener.EarlyStoppedException;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.ResumableListener;
import io.github.luffyrl.djl.listener.StepRecord;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.djl.trainer.StepListener;
import io.github.luffyrl.djl.trainer.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures the model every few steps, on problems and with a sampling of its own, keeps the best
 * one, and ends the training when there was no better one for long, as DJL does it: by an {@link
 * EarlyStoppedException}.
 */
public final class Validation extends TrainingListenerAdapter
        implements StepListener, ResumableListener {

    /** Keeps the model as it is. */
    @FunctionalInterface
    public interface BestModel {

        /**
         * Saves the model in place of an earlier one.
         *
         * @throws IOException when it cannot be written
         */
        void save() throws IOException;
    }

    private final int every;
    private final int patience;
    private final Supplier<Map<String, Double>> measure;
    private final BestModel best;
    private final MetricsSink sink;
    private ValidationState state = ValidationState.START;

    /**
     * Creates a validation.
     *
     * @param every how many steps lie between two, at least 1
     * @param patience how many in a row may be without a new best one before training ends, at
     *     least 1
     * @param measure solve rates by name of the set, at least one; their mean is the score
     * @param best keeps a model that is better than all before
     * @param sink takes the solve rates; closed with the validation
     */
    public Validation(
            int every,
            int patience,
            Supplier<Map<String, Double>> measure,
            BestModel best,
            MetricsSink sink) {
        if (every < 1 || patience < 1) {
            throw new IllegalArgumentException(
                    "every = " + every + ", patience = " + patience + ": need at least 1");
        }
        this.every = every;
        this.patience = patience;
        this.measure = measure;
        this.best = best;
        this.sink = sink;
    }

    @Override
    public void onStep(LuffyTrainer trainer, StepReport report) {
        long step = report.step();
        if (step % every != 0) {
            return;
        }
        Map<String, Double> rates = measure.get();
        double score = rates.values().stream().mapToDouble(r -> r).average().orElseThrow();
        sink.write(new StepRecord(step, rates, Map.of()));
        state = state.after(step, score);
        if (state.sinceBest() == 0) {
            saveBest(step);
        }
        if (state.sinceBest() >= patience) {
            throw new EarlyStoppedException(
                    1,
                    String.format(
                            Locale.ROOT,
                            "validation was best, %.4f, at step %d, and not better in %d validations since",
                            state.bestScore(),
                            state.bestStep(),
                            state.sinceBest()));
        }
    }

    private void saveBest(long step) {
        try {
            best.save();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the best model, of step " + step, e);
        }
    }

    /**
     * Returns what was seen so far. Store it to resume.
     *
     * @return what {@link #restore} takes
     */
    public ValidationState state() {
        return state;
    }

    @Override
    public void resumeAfter(long step) throws IOException {
        sink.resumeAfter(step);
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }

    void restore(ValidationState stored) {
        state = stored;
    }
}
