package io.github.luffyrl.djl.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.jspecify.annotations.Nullable;

/**
 * The values of parameters for one forward pass on one device.
 *
 * @param store holds them
 * @param device where to
 * @param precision in which products with them are computed
 * @param training whether they are trained
 * @param adapter what is added to the projections; null for nothing
 * @param dropout what the adapter drops; null for nothing
 */
record Weights(
        ParameterStore store,
        Device device,
        Precision precision,
        boolean training,
        @Nullable LoraAdapter adapter,
        @Nullable AdapterDropout dropout) {

    NDArray of(Parameter parameter) {
        NDArray value = store.getValue(parameter, device, training);
        NDScope.unregister(value); // the store keeps a copy that it may just have made
        return value;
    }

    /** A weight as a product takes it. */
    NDArray factor(Parameter parameter) {
        return precision.narrow(of(parameter));
    }

    @Nullable LowRank lowRank(Parameter weight) {
        return adapter == null ? null : adapter.find(weight);
    }
}
