package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.djl.batch.NativeArrays;
import java.util.function.DoubleBinaryOperator;

/** {@link PolicyShaping} on NDArrays, with gradient. All arrays have the same shape. */
final class ShapedWeight {

    private ShapedWeight() {}

    /** {@link PolicyShaping#weight} of off-policy tokens. */
    static NDArray weight(PolicyShaping shaping, NDArray logProbs, NDArray behaviour) {
        if (shaping instanceof PolicyShaping.Log) {
            return value(shaping, logProbs);
        }
        if (shaping instanceof PolicyShaping.LogBlend blend) {
            return scaled(logProbs, blend.weight()).add(exp(logProbs.sub(behaviour)));
        }
        if (shaping instanceof PolicyShaping.Custom) {
            return onHost(logProbs, behaviour, shaping::weight, shaping::weightDerivative);
        }
        return value(shaping, logProbs.sub(behaviour));
    }

    /** {@link PolicyShaping#ratio} of on-policy tokens. */
    static NDArray ratio(PolicyShaping shaping, NDArray logProbs, NDArray old) {
        if (shaping instanceof PolicyShaping.Log) {
            return logProbs.sub(old);
        }
        if (shaping instanceof PolicyShaping.Rational rational) {
            NDArray gamma = NativeArrays.scalar(logProbs, rational.gamma());
            NDArray relative = old.exp().add(gamma).div(logProbs.exp().add(gamma));
            return exp(logProbs.sub(old)).mul(relative);
        }
        if (shaping instanceof PolicyShaping.Custom) {
            return onHost(logProbs, old, shaping::ratio, shaping::ratioDerivative);
        }
        return value(shaping, logProbs.sub(old));
    }

    private static NDArray value(PolicyShaping shaping, NDArray x) {
        if (shaping instanceof PolicyShaping.None) {
            return exp(x);
        }
        if (shaping instanceof PolicyShaping.Rational rational) {
            // p / (p + g) = sigmoid(log p - log g), which no p can underflow or divide by zero
            return Activation.sigmoid(x.sub(NativeArrays.scalar(x, Math.log(rational.gamma()))));
        }
        if (shaping instanceof PolicyShaping.Log log) {
            return scaled(x, log.weight());
        }
        if (shaping instanceof PolicyShaping.LogBlend blend) {
            return scaled(x, blend.weight()).add(exp(x));
        }
        if (shaping instanceof PolicyShaping.Power power) {
            return exp(scaled(x, power.exponent()));
        }
        throw new IllegalArgumentException("no NDArray form of the shaping " + shaping);
    }

    private static NDArray scaled(NDArray x, double factor) {
        return x.mul(NativeArrays.scalar(x, factor));
    }

    private static NDArray exp(NDArray x) {
        return x.minimum(NativeArrays.scalar(x, PolicyShaping.MAX_EXPONENT)).exp();
    }

    /** A function that has no NDArray form, by its value and its derivative. */
    static NDArray onHost(
            NDArray logProbs,
            NDArray other,
            DoubleBinaryOperator value,
            DoubleBinaryOperator derivative) {
        NDArray constant = logProbs.stopGradient();
        double[] l = NativeArrays.toDoubles(constant);
        double[] o = NativeArrays.toDoubles(other);
        double[] values = new double[l.length];
        double[] slopes = new double[l.length];
        for (int i = 0; i < l.length; i++) {
            values[i] = value.applyAsDouble(l[i], o[i]);
            slopes[i] = derivative.applyAsDouble(l[i], o[i]);
        }
        NDArray slope = NativeArrays.array(logProbs, slopes, logProbs.getShape());
        return NativeArrays.array(logProbs, values, logProbs.getShape())
                .add(slope.mul(logProbs.sub(constant)));
    }
}
