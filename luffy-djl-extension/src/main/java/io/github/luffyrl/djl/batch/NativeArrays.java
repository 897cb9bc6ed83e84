package io.github.luffyrl.djl.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Constants that autograd may keep.
 *
 * <p>On the CPU, {@code manager.create(..)} gives an array whose memory is a Java buffer, freed
 * some time after the array is closed, even if the backward pass still needs it. DJL's operations
 * with a plain number ({@code x.mul(2)}, {@code x.div(n)}) create and close such an array. Wherever
 * a gradient flows, constants are made here instead: libtorch owns their memory and counts who
 * needs it.
 */
public final class NativeArrays {

    private NativeArrays() {}

    /**
     * Creates a scalar.
     *
     * @param manager owns the handle
     * @param value the number
     * @return shape {@code ()}, float32
     */
    public static NDArray scalar(NDManager manager, double value) {
        try (NDArray array = manager.create((float) value)) {
            return array.duplicate();
        }
    }

    /**
     * Creates a scalar in the precision of another array.
     *
     * @param like gives manager, device and data type
     * @param value the number
     * @return shape {@code ()}
     */
    public static NDArray scalar(NDArray like, double value) {
        try (NDArray array = like.getManager().create(value).toType(like.getDataType(), false)) {
            return array.duplicate();
        }
    }

    /**
     * Creates an array in the precision of another.
     *
     * @param like gives manager, device and data type
     * @param values the numbers
     * @param shape of the array
     * @return the array
     */
    public static NDArray array(NDArray like, double[] values, Shape shape) {
        try (NDArray array = like.getManager().create(values, shape);
                NDArray typed = array.toType(like.getDataType(), true)) {
            return typed.duplicate();
        }
    }

    /**
     * Creates an array.
     *
     * @param manager owns the handle
     * @param values the numbers
     * @param shape of the array
     * @return the array, float32
     */
    public static NDArray array(NDManager manager, float[] values, Shape shape) {
        try (NDArray array = manager.create(values, shape)) {
            return array.duplicate();
        }
    }

    /**
     * Reads an array of either precision.
     *
     * @param array float32 or float64
     * @return its numbers
     */
    public static double[] toDoubles(NDArray array) {
        try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }

    /**
     * Creates a vector of indices.
     *
     * @param manager owns the handle
     * @param values the numbers
     * @return shape {@code (n)}, int64
     */
    public static NDArray indices(NDManager manager, long[] values) {
        try (NDArray array = manager.create(values)) {
            return array.duplicate();
        }
    }
}
