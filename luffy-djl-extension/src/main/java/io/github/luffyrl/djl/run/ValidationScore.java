package io.github.luffyrl.djl.run;

import io.github.luffyrl.djl.evaluation.Evaluation;
import java.util.Map;

/** Scores the model during training; the mean of the rates decides which model is the best. */
@FunctionalInterface
public interface ValidationScore {

    /**
     * Scores the model with its present weights.
     *
     * @param evaluation of the evaluation sets, as the recipe limits them for validation
     * @return rates by name, at least one
     */
    Map<String, Double> rates(Evaluation evaluation);
}
