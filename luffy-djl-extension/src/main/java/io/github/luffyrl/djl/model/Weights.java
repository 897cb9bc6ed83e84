package io.github.luffyrl.djl.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/** The values of parameters for one forward pass on one device. */
record Weights(ParameterStore store, Device device, boolean training) {

    NDArray of(Parameter parameter) {
        NDArray value = store.getValue(parameter, device, training);
        NDScope.unregister(value); // the store keeps a copy that it may just have made
        return value;
    }
}
