package io.github.luffyrl.examples.experiment;

import ai.djl.training.listener.TrainingListener;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.recipe.ValidationSettings;
import io.github.luffyrl.djl.run.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The validation of a run and its file.
 *
 * @param listener null for a run without validation
 * @param file its solve rates; null for a run without validation
 */
record ModelValidation(@Nullable Validation listener, @Nullable JsonLinesSink file)
        implements AutoCloseable {

    static ModelValidation open(
            ValidationSettings settings,
            Examination examination,
            Path rates,
            Validation.BestModel best)
            throws IOException {
        if (settings.every().value().isEmpty()) {
            return new ModelValidation(null, null);
        }
        Supplier<Map<String, Double>> measure =
                examination.ofFirst(settings.problems(), settings.temperature())::rates;
        JsonLinesSink file = JsonLinesSink.metrics(rates);
        Validation validation =
                new Validation(
                        (int) settings.every().orElse(1),
                        (int) settings.patience().orElse(Integer.MAX_VALUE),
                        measure,
                        best,
                        file);
        return new ModelValidation(validation, file);
    }

    TrainingListener[] listeners() {
        return listener == null ? new TrainingListener[0] : new TrainingListener[] {listener};
    }

    void resumeAfter(long step) throws IOException {
        if (file != null) {
            file.resumeAfter(step);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
