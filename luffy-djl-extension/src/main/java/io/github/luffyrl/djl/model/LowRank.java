package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.internal.Gradients;

/**
 * What an adapter adds to one projection: {@code scale * B A x}.
 *
 * @param base the weight of the projection {@code [out, in]}
 * @param a {@code [rank, in]}
 * @param b {@code [out, rank]}
 * @param scale the factor
 * @param index of the projection among those with an adapter
 */
record LowRank(Parameter base, Parameter a, Parameter b, double scale, int index) {

    /** Maps {@code [N, in]} to {@code [N, out]}. */
    NDArray apply(Weights weights, NDArray x) {
        AdapterDropout dropout = weights.dropout();
        NDArray input = dropout == null ? x : x.mul(dropout.mask(x, index));
        NDArray low = // [N, rank]
                Linear.linear(weights.precision().narrow(input), weights.factor(a)).head();
        NDArray high = Linear.linear(low, weights.factor(b)).head();
        return high.mul(NativeArrays.scalar(high.getManager(), scale));
    }

    /** {@code scale * B A}, {@code [out, in]}. */
    NDArray change(Weights weights) {
        NDArray product = weights.of(b).matMul(weights.of(a));
        return product.mul(NativeArrays.scalar(product, scale));
    }

    /** Adds {@code scale * B A} to the projection itself. */
    void merge(Weights weights) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray weight = base.getArray();
            Gradients.unrecorded(() -> weight.addi(change(weights)));
            NDScope.unregister(weight);
        }
    }
}
