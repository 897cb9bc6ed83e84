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
import io.github.luffyrl.djl.layout.BatchLayout;
import io.github.luffyrl.djl.layout.NativeArrays;
import io.github.luffyrl.djl.layout.TokenScores;
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
 */
public sealed class PolicyLoss extends Loss permits MixedPolicyGrpoLoss {

    private final PolicyUpdate update;
    private final Accumulation accumulation;

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
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TokenScores scores = TokenScores.of(labels, predictions, update.entropy().active());
            NDArray loss = loss(TokenArrays.of(labels, scores));
            NDScope.unregister(loss);
            loss.attach(predictions.head().getManager());
            return loss;
        }
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
        BatchCounts whole = LabelCounts.of(tokens.labels(), update.policy());
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
