package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.Accumulation;
import io.github.luffyrl.core.objective.Accumulation.SumOfMicroBatches;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.RowCounts;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenScores;
import java.util.List;

/**
 * {@link PolicyUpdate} as a DJL loss: a policy objective with entropy bonus and KL terms.
 *
 * <pre>{@code
 * new PolicyLoss("PolicyLoss",
 *         new PolicyUpdate(MixedPolicyObjective.builder().build(),
 *                 EntropyCoefficient.constant(0.001), new KlTerm(KlEstimator.k3(), 0.001), 0));
 * }</pre>
 *
 * <p>Labels are those of {@link BatchLayout}, as a {@code RolloutDataset} gives them; the model may
 * predict {@code logProbs} or {@code logits}. The result is this micro-batch's share of the
 * mini-batch's loss, so the gradients of all micro-batches add up to the gradient of the whole.
 * Tokens above the objective's {@code maxProbability} are left out, but counted in the labels'
 * counts.
 *
 * <p>A model that predicts {@code logProbs} has to be told to train the entropy that it predicts
 * with them, if there is an entropy bonus.
 *
 * <p>The loss remembers the micro-batches of the mini-batch in hand, so that DJL's listeners and
 * evaluators see the whole of it; what {@link #evaluate} returns does not depend on that.
 */
public sealed class PolicyLoss extends Loss permits MixedPolicyGrpoLoss, SftLoss {

    private final PolicyUpdate update;
    private final Accumulation accumulation;
    private final MicroBatches microBatches = new MicroBatches();
    private final Accumulators<Mean> means = new Accumulators<>(Mean.OF_NOTHING, Mean::plus);

    /**
     * Creates a loss whose micro-batches add up to the mini-batch.
     *
     * @param name under which DJL reports it
     * @param update what is minimised
     */
    public PolicyLoss(String name, PolicyUpdate update) {
        this(name, update, Accumulation.wholeMiniBatch());
    }

    /**
     * Creates a loss.
     *
     * @param name under which DJL reports it
     * @param update what is minimised
     * @param accumulation how micro-batches add up
     */
    public PolicyLoss(String name, PolicyUpdate update, Accumulation accumulation) {
        super(name);
        this.update = update;
        this.accumulation = accumulation;
    }

    /**
     * Returns what is minimised, in double arithmetic.
     *
     * @return the specification
     */
    public PolicyUpdate update() {
        return update;
    }

    @Override
    public final NDArray evaluate(NDList labels, NDList predictions) {
        requireRows(labels);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TokenScores scores = TokenScores.of(labels, predictions, update.entropy().active());
            NDArray loss = loss(TokenArrays.of(labels, scores));
            NDScope.unregister(loss);
            loss.attach(predictions.head().getManager());
            microBatches.add(new MicroBatches.Part(labels, predictions, loss));
            return loss;
        }
    }

    private void requireRows(NDList labels) {
        NDArray leftOut = BatchLayout.find(labels, BatchLayout.ROWS_LEFT_OUT);
        if (leftOut != null && leftOut.getLong() > 0 && update.learnsWithoutAdvantage()) {
            throw new IllegalArgumentException(
                    leftOut.getLong()
                            + " rows without advantage were left out of the mini-batch, but "
                            + getName()
                            + " learns from them: give the loss to the dataset with"
                            + " RolloutDataset.builder().optLoss(loss)");
        }
    }

    /**
     * Measures the mini-batch that has just been evaluated, for evaluators: DJL shows them only its
     * last micro-batch.
     *
     * @param labels of the last micro-batch
     * @param predictions what the model predicted for it
     * @return the measurement of all its micro-batches; of nothing if there are several and they
     *     were not evaluated, as in validation
     */
    public final PolicyMeasurement measureMiniBatch(NDList labels, NDList predictions) {
        return findMiniBatch(labels, predictions)
                ? microBatches.measurement(
                        part -> PolicyMeasurement.of(this, part.labels(), part.predictions()))
                : PolicyMeasurement.NOTHING;
    }

    private boolean findMiniBatch(NDList labels, NDList predictions) {
        if (!microBatches.endWith(labels) && MicroBatches.isWhole(labels)) {
            evaluate(labels, predictions);
        }
        return microBatches.endWith(labels);
    }

    @Override
    public final void addAccumulator(String key) {
        means.reset(key);
    }

    /** Takes in the loss of the whole mini-batch, where DJL's own would take its last part's. */
    @Override
    public final void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
        if (findMiniBatch(labels, predictions)) {
            Mean loss = new Mean(microBatches.loss(), 1);
            for (String key : keys) {
                means.add(key, loss);
            }
        }
    }

    @Override
    public final void resetAccumulator(String key) {
        means.reset(key);
    }

    @Override
    public final float getAccumulator(String key) {
        return (float) means.get(key).value();
    }

    /**
     * Evaluates a micro-batch in double arithmetic by its own counts, to see its metrics.
     *
     * @param labels the batch's labels
     * @param predictions what the model predicted
     * @return loss, gradient and metrics
     */
    public PolicyUpdate.Evaluation measure(NDList labels, NDList predictions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return measure(labels, TokenScores.of(labels, predictions));
        }
    }

    /**
     * Evaluates a micro-batch, as {@link #measure(NDList, NDList)}, that is already scored.
     *
     * @param labels the batch's labels
     * @param scores of its targets
     * @return loss, gradient and metrics
     */
    public PolicyUpdate.Evaluation measure(NDList labels, TokenScores scores) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TokenArrays tokens = TokenArrays.of(labels, scores);
            return update.evaluate(List.of(tokens.onHost()), accumulation).get(0);
        }
    }

    private NDArray loss(TokenArrays tokens) {
        if (accumulation instanceof SumOfMicroBatches sum) {
            BatchCounts learned = ObjectiveArrays.counts(update.policy(), tokens);
            NDArray loss = loss(tokens, learned, tokens.counts());
            return loss.mul(NativeArrays.scalar(loss, 1.0 / sum.divisor()));
        }
        BatchCounts whole = LabelCounts.of(tokens.labels());
        return loss(tokens, whole, whole);
    }

    private NDArray loss(TokenArrays tokens, BatchCounts learned, BatchCounts all) {
        NDArray loss = ObjectiveArrays.loss(update.policy(), tokens, learned);
        if (update.entropy().active()) {
            loss = loss.add(PolicyTerms.entropy(update.entropy(), tokens, all.all()));
        }
        if (update.kl().active()) {
            loss = loss.add(PolicyTerms.divergence(update.kl(), tokens, all.all()));
        }
        if (update.driftCoefficient() > 0) {
            TokenArrays reinforced = ObjectiveArrays.reinforced(update.policy(), tokens);
            RowCounts counts = update.policy().reinforced(all);
            loss = loss.add(PolicyTerms.drift(update.driftCoefficient(), reinforced, counts));
        }
        return loss;
    }
}
