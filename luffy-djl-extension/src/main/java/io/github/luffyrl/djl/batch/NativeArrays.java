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
        return array(like, new double[] {value}, new Shape());
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
        try (NDArray array = create(like, values, shape);
                NDArray typed = array.toType(like.getDataType(), false)) {
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

    /** In float64 only where it is asked for: some devices do not have it. */
    private static NDArray create(NDArray like, double[] values, Shape shape) {
        if (like.getDataType() == DataType.FLOAT64) {
            return like.getManager().create(values, shape);
        }
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return like.getManager().create(narrow, shape);
    }

    /**
     * Reads an array of either precision.
     *
     * @param array float64, or any type that float32 holds
     * @return its numbers
     */
    public static double[] toDoubles(NDArray array) {
        if (array.getDataType() == DataType.FLOAT64) {
            return array.toDoubleArray();
        }
        float[] narrow = toFloats(array);
        double[] wide = new double[narrow.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = narrow[i];
        }
        return wide;
    }

    private static float[] toFloats(NDArray array) {
        if (array.getDataType() == DataType.FLOAT32) {
            return array.toFloatArray();
        }
        try (NDArray narrow = array.toType(DataType.FLOAT32, true)) {
            return narrow.toFloatArray();
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
