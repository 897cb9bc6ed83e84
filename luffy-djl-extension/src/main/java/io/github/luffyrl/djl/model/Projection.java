package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Linear layers of the same input as one, for decoding: their outputs side by side. What an adapter
 * adds is part of the weights.
 *
 * @param parts the layers; a single one if their weights were joined
 */
record Projection(List<Part> parts) {

    record Part(NDArray weight, @Nullable NDArray bias, Precision precision) {

        NDArray apply(NDArray x) {
            return precision.widen(Linear.linear(precision.narrow(x), weight, bias).head());
        }

        /** Gives what was computed to the manager: the weight, and a bias that was rounded. */
        private Part owned(NDManager manager) {
            if (bias != null && precision != Precision.FLOAT32) {
                kept(bias, manager);
            }
            return new Part(kept(weight, manager), bias, precision);
        }
    }

    /**
     * Takes the weights as they are; those with an adapter, or of another precision, are copies,
     * which the manager owns.
     */
    static Projection of(Weights weights, NDManager manager, LinearLayer... layers) {
        return new Projection(
                Arrays.stream(layers)
                        .map(
                                layer -> {
                                    Part part = part(weights, layer);
                                    return weights.lowRank(layer.weight()) == null
                                                    && weights.precision() == Precision.FLOAT32
                                            ? part
                                            : part.owned(manager);
                                })
                        .toList());
    }

    /** Copies the weights into one array of the manager; all have a bias, or none has. */
    static Projection joined(Weights weights, NDManager manager, LinearLayer... layers) {
        List<Part> parts = Arrays.stream(layers).map(layer -> part(weights, layer)).toList();
        List<NDArray> biases = parts.stream().map(Part::bias).filter(Objects::nonNull).toList();
        return new Projection(
                List.of(
                        new Part(
                                concat(parts.stream().map(Part::weight).toList(), manager),
                                biases.isEmpty() ? null : concat(biases, manager),
                                weights.precision())));
    }

    private static Part part(Weights weights, LinearLayer layer) {
        Precision precision = weights.precision();
        NDArray weight = weights.of(layer.weight());
        LowRank lowRank = weights.lowRank(layer.weight());
        return new Part(
                precision.narrow(lowRank == null ? weight : weight.add(lowRank.change(weights))),
                layer.bias() == null ? null : weights.factor(layer.bias()),
                precision);
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
        NDArray first = parts.get(0).apply(x);
        if (parts.size() == 1) {
            return first;
        }
        NDArray[] others =
                parts.stream().skip(1).map(part -> part.apply(x)).toArray(NDArray[]::new);
        return first.getNDArrayInternal().concat(new NDList(others), 1);
    }
}
