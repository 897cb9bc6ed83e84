package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.djl.layout.NativeArrays;

/** {@link PolicyShaping} on NDArrays. */
final class ShapedWeight {

    private ShapedWeight() {}

    /** Maps log-probabilities to weights of the same shape, with gradient. */
    static NDArray of(PolicyShaping shaping, NDArray logProbs) {
        if (shaping instanceof PolicyShaping.Rational rational) {
            // p / (p + g) = sigmoid(log p - log g), which no p can underflow or divide by zero
            NDArray logGamma =
                    NativeArrays.scalar(logProbs.getManager(), Math.log(rational.gamma()));
            return Activation.sigmoid(logProbs.sub(logGamma));
        }
        if (shaping instanceof PolicyShaping.None) {
            return logProbs.exp();
        }
        throw new IllegalArgumentException("no NDArray form of the shaping " + shaping);
    }
}
