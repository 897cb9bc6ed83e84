package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.RowCounts;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;

/** The terms of a policy update beside the policy objective, on NDArrays. */
final class PolicyTerms {

    private PolicyTerms() {}

    /** {@code -c} times the mean entropy. */
    static NDArray entropy(EntropyCoefficient coefficient, TokenArrays tokens, RowCounts whole) {
        NDArray entropy = tokens.scores().entropy();
        if (tokens.scores().logProbs().hasGradient() && !entropy.hasGradient()) {
            throw new IllegalStateException(
                    "the loss has an entropy bonus, but the model predicts \""
                            + BatchLayout.ENTROPY
                            + "\" without gradient: call trainEntropy(true) on its CausalLm block");
        }
        NDArray sum = TokenArrays.orZero(tokens.mask(), entropy).sum();
        double here = NativeArrays.toDoubles(sum.stopGradient())[0];
        long count = tokens.counts().all().tokens();
        double c = count == 0 ? 0 : coefficient.value(here / count);
        return scaled(sum, -c, whole);
    }

    /** The coefficient times the mean divergence from the reference. */
    static NDArray divergence(KlTerm kl, TokenArrays tokens, RowCounts whole) {
        NDArray logProbs = tokens.logProbs(tokens.mask());
        NDArray reference = tokens.label(BatchLayout.REFERENCE_LOG_PROBS, tokens.mask());
        NDArray estimates =
                ShapedWeight.onHost(
                        logProbs,
                        reference,
                        (l, ref) -> kl.estimator().value(l - ref),
                        (l, ref) -> kl.estimator().derivative(l - ref));
        return scaled(TokenArrays.orZero(tokens.mask(), estimates).sum(), kl.coefficient(), whole);
    }

    /** The coefficient times the absolute mean of {@code old - l}. */
    static NDArray drift(double coefficient, TokenArrays tokens, RowCounts whole) {
        NDArray old = tokens.label(BatchLayout.OLD_LOG_PROBS, tokens.mask());
        NDArray moved = old.sub(tokens.logProbs(tokens.mask())).sum();
        double sign = Math.signum(NativeArrays.toDoubles(moved.stopGradient())[0]);
        return scaled(moved, sign * coefficient, whole);
    }

    private static NDArray scaled(NDArray sum, double factor, RowCounts whole) {
        return sum.mul(NativeArrays.scalar(sum, factor / Math.max(1, whole.tokens())));
    }
}
