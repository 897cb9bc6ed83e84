package io.github.luffyrl.djl.run;

/**
 * What validation has seen of a run.
 *
 * @param bestStep when the best score was reached; 0 for the model before training
 * @param bestScore the highest score; negative infinity before the first validation
 * @param sinceBest validations after the best one
 */
public record ValidationState(long bestStep, double bestScore, int sinceBest) {

    /** Before the first validation. */
    static final ValidationState START = new ValidationState(0, Double.NEGATIVE_INFINITY, 0);

    ValidationState after(long step, double score) {
        return score > bestScore
                ? new ValidationState(step, score, 0)
                : new ValidationState(bestStep, bestScore, sinceBest + 1);
    }
}
