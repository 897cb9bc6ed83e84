package io.github.luffyrl.djl.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.util.cuda.CudaUtils;
import io.github.luffyrl.djl.internal.NativeOperations;

/**
 * In which type a model multiplies by its weights and attends. Weights, gradients and the
 * optimizer's moments are float32 in either case, and so are the sums along the layers, norms,
 * rotations, softmax and loss.
 */
public enum Precision {
    /** Single precision throughout. */
    FLOAT32 {
        @Override
        NDArray narrow(NDArray array) {
            return array;
        }

        @Override
        NDArray widen(NDArray array) {
            return array;
        }

        @Override
        void requireOn(Device device) {}
    },

    /**
     * Mixed precision: inputs and weights of products are rounded to 8 significant bits, which
     * takes half the memory and on many devices a fraction of the time. Log-probabilities differ by
     * about 1 % from those of float32.
     */
    BFLOAT16 {
        @Override
        NDArray narrow(NDArray array) {
            return NativeOperations.bfloat16(array);
        }

        @Override
        NDArray widen(NDArray array) {
            return NativeOperations.float32(array);
        }

        @Override
        void requireOn(Device device) {
            if (!NativeOperations.available()) {
                throw new IllegalStateException(
                        "precision = bfloat16 needs an engine that loads TorchScript, and must not"
                                + " be used with -Dluffy.fused=false: set precision = float32");
            }
            if (device.isGpu()) {
                String capability = CudaUtils.getComputeCapability(device.getDeviceId());
                if (Integer.parseInt(capability) < LEAST_CAPABILITY) {
                    throw new IllegalStateException(
                            "precision = bfloat16: "
                                    + device
                                    + " has compute capability "
                                    + capability
                                    + ", need at least "
                                    + LEAST_CAPABILITY
                                    + " (NVIDIA Ampere): set precision = float32");
                }
            }
        }
    };

    /** The first generation of GPUs that multiply bfloat16, as DJL writes it. */
    private static final int LEAST_CAPABILITY = 80;

    /** An array as products take it; gradients go back in the array's own type. */
    abstract NDArray narrow(NDArray array);

    /** The result of a product in float32. */
    abstract NDArray widen(NDArray array);

    /**
     * Checks that a device computes in it.
     *
     * @throws IllegalStateException if not
     */
    abstract void requireOn(Device device);
}
