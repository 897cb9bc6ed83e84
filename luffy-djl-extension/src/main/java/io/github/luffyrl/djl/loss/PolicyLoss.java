package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.Accumulation;
import io.github.luffyrl.core.objective.Accumulation.SumOfMicroBatches;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenScores;
import java.util.List;

/**
 * {@link PolicyUpdate} as a DJL loss: a policy objective with entropy bonus and KL terms.
 *
 * <pre>{@code
 * new PolicyLoss(new PolicyUpdate(new MyObjective(),
 *         EntropyCoefficient.constant(0.001), new KlTerm(KlEstimator.k3(), 0.001), 0));
 * }</pre>
 *
 * <p>Labels are those of {@link BatchLayout}, as a {@code RolloutDataset} gives them; the model may
 * predict {@code logProbs} or {@code logits}. The result is this micro-batch's share of the
 * mini-batch's loss, so the gradients of all micro-batches add up to the gradient of the whole.
 * Tokens above the objective's {@code maxProbability} are left out, but counted in the labels'
 * counts.
 *
 * <p>The tokens' numbers {@code [B, T]} are brought to the host once, where the update computes
 * value, gradient and metrics in double precision. The backward pass hands that gradient on to the
 * model, in the precision of its predictions.
 *
 * <p>A model that predicts {@code logProbs} has to predict an entropy with gradient if there is an
 * entropy bonus; a {@code LuffyTrainer} makes a {@code CausalLm} do so.
 *
 * <p>The loss remembers the micro-batches of the current mini-batch, so that DJL's listeners and
 * evaluators see the whole of it; what {@link #evaluate} returns does not depend on that.
 */
public sealed class PolicyLoss extends Loss permits MixedPolicyGrpoLoss, SftLoss {

    private final PolicyUpdate update;
    private final Accumulation accumulation;
    private final MicroBatches microBatches = new MicroBatches();
    private final Accumulators<Mean> means = new Accumulators<>(Mean.OF_NOTHING, Mean::plus);

    /**
     * Creates a loss called "PolicyLoss" whose micro-batches add up to the mini-batch.
     *
     * @param update what is minimized
     */
    public PolicyLoss(PolicyUpdate update) {
        this("PolicyLoss", update);
    }

    /**
     * Creates a loss whose micro-batches add up to the mini-batch.
     *
     * @param name under which DJL reports it
     * @param update what is minimized
     */
    public PolicyLoss(String name, PolicyUpdate update) {
        this(name, update, Accumulation.wholeMiniBatch());
    }

    /**
     * Creates a loss.
     *
     * @param name under which DJL reports it
     * @param update what is minimized
     * @param accumulation how micro-batches add up
     */
    public PolicyLoss(String name, PolicyUpdate update, Accumulation accumulation) {
        super(name);
        this.update = update;
        this.accumulation = accumulation;
    }

    /**
     * Returns what is minimized.
     *
     * @return the policy objective and the other terms
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
            requireEntropyGradient(scores);
            MicroBatches.Part part = part(labels, predictions, scores);
            DifferentiableNumber number =
                    new DifferentiableNumber(part.evaluation().loss(), scores.logProbs())
                            .dependsOn(scores.logProbs(), part.evaluation().gradient());
            if (update.entropy().active()) {
                number.dependsOn(scores.entropy(), part.evaluation().entropyGradient());
            }
            NDArray loss = number.array();
            NDScope.unregister(loss);
            loss.attach(predictions.head().getManager());
            microBatches.add(part);
            return loss;
        }
    }

    private MicroBatches.Part part(NDList labels, NDList predictions, TokenScores scores) {
        TokenBatch tokens = HostTokens.of(labels, scores);
        PolicyUpdate.Evaluation evaluation =
                accumulation instanceof SumOfMicroBatches
                        ? update.evaluate(List.of(tokens), accumulation).get(0)
                        : update.evaluate(tokens, LabelCounts.of(labels));
        double meanKl = update.kl().active() ? evaluation.meanKl() : Double.NaN;
        return new MicroBatches.Part(
                labels,
                predictions,
                evaluation,
                PolicyMeasurement.of(tokens, evaluation.policy().metrics(), meanKl));
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

    private void requireEntropyGradient(TokenScores scores) {
        if (update.entropy().active()
                && scores.logProbs().hasGradient()
                && !scores.entropy().hasGradient()) {
            throw new IllegalStateException(
                    "the loss has an entropy bonus, but the model predicts \""
                            + BatchLayout.ENTROPY
                            + "\" without gradient: train with a LuffyTrainer, or call"
                            + " trainEntropy(true) on the CausalLm block");
        }
    }

    /**
     * Returns what the loss found at a micro-batch: at no cost if it was evaluated last.
     *
     * @param labels of the micro-batch
     * @param predictions what the model predicted for it
     * @return loss, gradient and metrics
     */
    public final PolicyUpdate.Evaluation evaluation(NDList labels, NDList predictions) {
        return part(labels, predictions).evaluation();
    }

    /**
     * Measures a micro-batch: at no cost if it was evaluated last.
     *
     * @param labels of the micro-batch
     * @param predictions what the model predicted for it
     * @return the measurement
     */
    public final PolicyMeasurement measure(NDList labels, NDList predictions) {
        return part(labels, predictions).measurement();
    }

    private MicroBatches.Part part(NDList labels, NDList predictions) {
        MicroBatches.Part latest = microBatches.latest(labels, predictions);
        if (latest != null) {
            return latest;
        }
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return part(labels, predictions, TokenScores.of(labels, predictions));
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
                ? microBatches.measurement()
                : PolicyMeasurement.NOTHING;
    }

    private boolean findMiniBatch(NDList labels, NDList predictions) {
        if (microBatches.latest(labels, predictions) == null && MicroBatches.isWhole(labels)) {
            microBatches.add(part(labels, predictions));
        }
        return microBatches.endWith(labels, predictions);
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
}
