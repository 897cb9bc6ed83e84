package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import io.github.luffyrl.djl.batch.NativeArrays;
import java.util.Arrays;

/**
 * A number that was computed outside DJL together with its gradient, as an NDArray: it has the
 * value, and its backward pass hands the gradient on. The value is {@code v + (s - stop(s))} with
 * {@code s} the sum of {@code gradient * x}: exactly {@code v}, and {@code ds/dx} is the gradient.
 */
final class DifferentiableNumber {

    private NDArray value;

    /**
     * A constant.
     *
     * @param value the number
     * @param like gives manager, device and precision
     */
    DifferentiableNumber(double value, NDArray like) {
        this.value = NativeArrays.scalar(like, value);
    }

    /**
     * Adds a dependence.
     *
     * @param x what the number depends on {@code [B, T]}; anything where the gradient is 0
     * @param gradient {@code [B][T]}
     * @return this number
     */
    DifferentiableNumber dependsOn(NDArray x, double[][] gradient) {
        double[] flat = Arrays.stream(gradient).flatMapToDouble(Arrays::stream).toArray();
        NDArray slopes = NativeArrays.array(x, flat, x.getShape());
        // what has no part in the number may be NaN or infinite, which zero times would not undo
        NDArray live = NDArrays.where(slopes.neq(0), x, x.zerosLike());
        NDArray sum = slopes.mul(live).sum();
        value = value.add(sum.sub(sum.stopGradient()));
        return this;
    }

    /** Shape {@code ()}. */
    NDArray array() {
        return value;
    }
}
