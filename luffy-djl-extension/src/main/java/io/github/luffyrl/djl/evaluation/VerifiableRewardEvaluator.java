package io.github.luffyrl.djl.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.evaluator.Evaluator;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.loss.Accumulators;
import io.github.luffyrl.djl.loss.Mean;

/**
 * What rollouts were like, as a DJL evaluator: a mean over all rows of a mini-batch, those that are
 * not trained on included. A mean of nothing is NaN.
 *
 * <pre>{@code
 * new DefaultTrainingConfig(loss)
 *         .addEvaluator(new VerifiableRewardEvaluator())
 *         .addEvaluator(VerifiableRewardEvaluator.onPolicySolveRate())
 *         .addTrainingListeners(TrainingListener.Defaults.logging());
 * }</pre>
 */
public final class VerifiableRewardEvaluator extends Evaluator {

    private final RowMean mean;
    private final Accumulators<Mean> means = new Accumulators<>(Mean.OF_NOTHING, Mean::plus);

    /** Evaluates the mean reward. */
    public VerifiableRewardEvaluator() {
        this("Reward", row -> new Mean(row.reward(), 1));
    }

    private VerifiableRewardEvaluator(String name, RowMean mean) {
        super(name);
        this.mean = mean;
    }

    /**
     * Evaluates the share of rows without demonstration tokens that solve their problem.
     *
     * @return the evaluator
     */
    public static VerifiableRewardEvaluator onPolicySolveRate() {
        return new VerifiableRewardEvaluator(
                "OnPolicySolveRate",
                row -> row.offPolicy() ? Mean.OF_NOTHING : new Mean(row.solved(), 1));
    }

    /**
     * Evaluates the share of rows with demonstration tokens that solve their problem.
     *
     * @return the evaluator
     */
    public static VerifiableRewardEvaluator offPolicySolveRate() {
        return new VerifiableRewardEvaluator(
                "OffPolicySolveRate",
                row -> row.offPolicy() ? new Mean(row.solved(), 1) : Mean.OF_NOTHING);
    }

    /**
     * Evaluates the share of demonstration tokens among all response tokens.
     *
     * @return the evaluator
     */
    public static VerifiableRewardEvaluator offPolicyShare() {
        return new VerifiableRewardEvaluator(
                "OffPolicyShare", row -> new Mean(row.demonstrationTokens(), row.tokens()));
    }

    /**
     * Evaluates the mean length, in tokens, of responses without demonstration tokens.
     *
     * @return the evaluator
     */
    public static VerifiableRewardEvaluator responseLength() {
        return new VerifiableRewardEvaluator(
                "ResponseLength",
                row -> row.offPolicy() ? Mean.OF_NOTHING : new Mean(row.tokens(), 1));
    }

    @FunctionalInterface
    private interface RowMean {
        Mean of(Row row);
    }

    /** A line of {@link BatchLayout#ROWS}. */
    private record Row(double reward, double solved, double tokens, double demonstrationTokens) {

        boolean offPolicy() {
            return demonstrationTokens > 0;
        }
    }

    private Mean measure(NDList labels) {
        float[] rows = BatchLayout.require(labels, BatchLayout.ROWS).toFloatArray();
        Mean measured = Mean.OF_NOTHING;
        for (int i = 0; i < rows.length; i += 4) {
            Row row = new Row(rows[i], rows[i + 1], rows[i + 2], rows[i + 3]);
            measured = measured.plus(mean.of(row));
        }
        return measured;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        return labels.getManager().create((float) measure(labels).value());
    }

    @Override
    public void addAccumulator(String key) {
        means.reset(key);
    }

    @Override
    public void updateAccumulator(String key, NDList labels, NDList predictions) {
        means.add(key, measure(labels));
    }

    @Override
    public void resetAccumulator(String key) {
        means.reset(key);
    }

    @Override
    public float getAccumulator(String key) {
        return (float) means.get(key).value();
    }
}
