package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Parts of arrays by a single native call each. {@code NDIndex} means the same and takes several,
 * which counts where a token costs a few dozen of them per layer.
 */
final class Views {

    private Views() {}

    /** Columns {@code from} to {@code to} (exclusive) of an axis; shares the memory. */
    static NDArray slice(NDArray array, int axis, long from, long to) {
        return JniUtils.slice((PtNDArray) array, axis, from, to, 1);
    }

    /** Writes {@code values} into columns from {@code from} on of axis 1 of a 3-D array. */
    static void write(NDArray array, long from, NDArray values) {
        long[] shape = values.getShape().getShape();
        JniUtils.indexSet(
                (PtNDArray) array,
                (PtNDArray) values,
                new long[] {0, from, 0},
                new long[] {shape[0], from + shape[1], shape[2]},
                new long[] {1, 1, 1});
    }

    /** Product of two stacks of matrices {@code [N, A, B]} and {@code [N, B, C]}. */
    static NDArray product(NDArray left, NDArray right) {
        return JniUtils.bmm((PtNDArray) left, (PtNDArray) right);
    }
}
