package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.core.Linear;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Linear layers of the same input as one, for decoding: their outputs side by side. */
record Projection(NDArray weight, @Nullable NDArray bias) {

    /** The weights of a layer; with an adapter a copy, which the manager owns. */
    static Projection of(Weights weights, NDManager manager, LinearLayer layer) {
        Projection plain = of(weights, layer);
        return weights.lowRank(layer.weight()) == null
                ? plain
                : new Projection(kept(plain.weight, manager), plain.bias);
    }

    private static Projection of(Weights weights, LinearLayer layer) {
        NDArray weight = weights.of(layer.weight());
        LowRank lowRank = weights.lowRank(layer.weight());
        return new Projection(
                lowRank == null ? weight : weight.add(lowRank.change(weights)),
                layer.bias() == null ? null : weights.of(layer.bias()));
    }

    /** Copies the weights of several layers, all with a bias or none, into the manager. */
    static Projection of(Weights weights, NDManager manager, List<LinearLayer> layers) {
        List<Projection> parts = layers.stream().map(layer -> of(weights, layer)).toList();
        List<NDArray> biases =
                parts.stream().map(Projection::bias).filter(Objects::nonNull).toList();
        return new Projection(
                concat(parts.stream().map(Projection::weight).toList(), manager),
                biases.isEmpty() ? null : concat(biases, manager));
    }

    private static NDArray concat(List<NDArray> arrays, NDManager manager) {
        NDArray[] others = arrays.subList(1, arrays.size()).toArray(NDArray[]::new);
        return kept(arrays.get(0).getNDArrayInternal().concat(new NDList(others), 0), manager);
    }

    /** Moves an array out of the scope and of the parameters' manager. */
    static NDArray kept(NDArray array, NDManager manager) {
        NDScope.unregister(array);
        array.attach(manager);
        return array;
    }

    /** Maps {@code [N, in]} to {@code [N, out]}. */
    NDArray apply(NDArray x) {
        return Linear.linear(x, weight, bias).head();
    }
}
