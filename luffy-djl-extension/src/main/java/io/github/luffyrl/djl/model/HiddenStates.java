package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The final hidden states at the {@code N} scored positions of a batch. */
sealed interface HiddenStates permits KeptHiddenStates, RecomputedHiddenStates {

    /** The values {@code [N, D]}, without gradient. */
    NDArray values();

    /** What the backward pass needs, values included. */
    NDList kept();

    /** Adds the gradients of all layers, given that of the values {@code [N, D]}. */
    void backward(NDArray gradient);
}
