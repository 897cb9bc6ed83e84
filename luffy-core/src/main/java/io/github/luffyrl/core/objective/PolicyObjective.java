package io.github.luffyrl.core.objective;

/**
 * A loss of the policy being trained, as a function of the log-probabilities of its tokens.
 *
 * <p>An objective of your own is trained like those of this package: it returns its value and the
 * derivative with respect to each log-probability.
 */
public interface PolicyObjective {

    /**
     * An objective's value and gradient.
     *
     * @param loss to be minimised
     * @param gradient {@code [B][L]}: derivative of the loss with respect to each log-probability
     * @param metrics what was measured on the way
     */
    record Evaluation(double loss, double[][] gradient, PolicyMetrics metrics) {}

    /**
     * Evaluates a part of a mini-batch. The parts' losses and gradients add up to those of the
     * whole.
     *
     * @param part some rows
     * @param whole counts of all rows of the mini-batch
     * @return the part's share of the loss
     */
    Evaluation evaluate(TokenBatch part, BatchCounts whole);

    /**
     * Counts the tokens that the objective takes its mean over.
     *
     * @param batch a batch
     * @return its counts
     */
    default BatchCounts counts(TokenBatch batch) {
        return BatchCounts.of(batch);
    }

    /**
     * Evaluates a mini-batch.
     *
     * @param batch the tokens
     * @return loss and gradient; both 0 when no token is in the mask
     */
    default Evaluation evaluate(TokenBatch batch) {
        return evaluate(batch, counts(batch));
    }

    /**
     * Returns whether rows with a demonstration token are normalized apart from the others, so that
     * {@link BatchCounts} has to tell them apart.
     *
     * @return false unless overridden
     */
    default boolean separatesGuidedRows() {
        return false;
    }

    /**
     * Returns the tokens that the reinforcement part learns from: the metrics are of these.
     *
     * @param batch a batch
     * @return the same, possibly with less in its mask
     */
    default TokenBatch reinforced(TokenBatch batch) {
        return batch;
    }

    /**
     * Returns the counts of the rows that the reinforcement part learns from.
     *
     * @param counts of a batch
     * @return all of them, or some
     */
    default RowCounts reinforced(BatchCounts counts) {
        return counts.all();
    }

    /**
     * Returns whether rows whose advantages are all 0 are learned from too.
     *
     * @return true, unless they have no gradient
     */
    default boolean learnsWithoutAdvantage() {
        return true;
    }

    /**
     * Returns whether the sampler's log-probabilities are read beside old ones that the model
     * computed again: {@link TokenBatch.Extra#ROLLOUT_LOG_PROBS}.
     *
     * @return false unless overridden
     */
    default boolean comparesWithSampler() {
        return false;
    }
}
