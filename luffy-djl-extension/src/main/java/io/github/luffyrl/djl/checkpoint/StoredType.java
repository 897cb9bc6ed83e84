package io.github.luffyrl.djl.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * How a checkpoint stores its weights. In memory they are always float32: widening is exact,
 * narrowing rounds to the nearest value, ties to even, and keeps infinities and NaN. The names are
 * those of safetensors.
 */
public enum StoredType {
    /** IEEE 754 single precision. */
    F32(4, "float32", Float.POSITIVE_INFINITY) {
        @Override
        void decode(ByteBuffer stored, FloatBuffer values) {
            values.put(stored.asFloatBuffer());
        }

        @Override
        void encode(FloatBuffer values, ByteBuffer stored) {
            while (values.hasRemaining()) {
                stored.putFloat(values.get());
            }
        }
    },

    /** IEEE 754 half precision: 5 bits of exponent, 10 of fraction. */
    F16(2, "float16", 65520f) {
        @Override
        void decode(ByteBuffer stored, FloatBuffer values) {
            while (stored.hasRemaining()) {
                values.put(ReducedPrecision.halfToFloat(stored.getShort()));
            }
        }

        @Override
        void encode(FloatBuffer values, ByteBuffer stored) {
            while (values.hasRemaining()) {
                stored.putShort(ReducedPrecision.floatToHalf(values.get()));
            }
        }
    },

    /** The upper half of a float32: 8 bits of exponent, 7 of fraction. */
    BF16(2, "bfloat16", 0x1.ffp127f) {
        @Override
        void decode(ByteBuffer stored, FloatBuffer values) {
            while (stored.hasRemaining()) {
                values.put(ReducedPrecision.bfloat16ToFloat(stored.getShort()));
            }
        }

        @Override
        void encode(FloatBuffer values, ByteBuffer stored) {
            while (values.hasRemaining()) {
                stored.putShort(ReducedPrecision.floatToBfloat16(values.get()));
            }
        }
    };

    private final int bytes;
    private final String torchName;
    private final float overflow;

    StoredType(int bytes, String torchName, float overflow) {
        this.bytes = bytes;
        this.torchName = torchName;
        this.overflow = overflow;
    }

    /**
     * Returns the size of one value.
     *
     * @return 2 or 4 bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Returns the name that {@code config.json} uses in {@code torch_dtype}.
     *
     * @return such as {@code bfloat16}
     */
    public String torchName() {
        return torchName;
    }

    /** Whether a finite value would be rounded to infinity. */
    boolean overflows(float value) {
        return Math.abs(value) >= overflow && !Float.isInfinite(value);
    }

    /** Widens all that remains of {@code stored}, which is in its own byte order. */
    abstract void decode(ByteBuffer stored, FloatBuffer values);

    /** Narrows all that remains of {@code values}. */
    abstract void encode(FloatBuffer values, ByteBuffer stored);
}
