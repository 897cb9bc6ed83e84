package io.github.luffyrl.djl.checkpoint;

/**
 * 16-bit floating point to float32 and back. Done in Java: the JDK has it only from 20 on, and the
 * engine cannot hold bfloat16 arrays.
 */
final class ReducedPrecision {

    private static final int FLOAT_INFINITY = 0x7f80_0000;
    private static final int HALF_INFINITY = 0x7c00;

    /** Exponent bias of a float minus that of a half, in place: (127 - 15) << 23. */
    private static final int REBIAS = 112 << 23;

    private ReducedPrecision() {}

    static float bfloat16ToFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    static short floatToBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int upper = bits >>> 16;
        if (Float.isNaN(value)) {
            // A NaN whose payload lies in the lower half alone must not turn into infinity.
            return (short) ((upper & 0x7f) == 0 ? upper | 0x40 : upper);
        }
        return (short) ((bits + 0x7fff + (upper & 1)) >>> 16);
    }

    static float halfToFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits & HALF_INFINITY;
        int fraction = bits & 0x3ff;
        if (exponent == 0) { // zero and subnormal: a multiple of 2^-24
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        int magnitude = (exponent | fraction) << 13;
        return Float.intBitsToFloat(
                sign
                        | (exponent == HALF_INFINITY
                                ? FLOAT_INFINITY | magnitude
                                : magnitude + REBIAS));
    }

    static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fff_ffff;
        return (short) (sign | halfMagnitude(value, magnitude));
    }

    private static int halfMagnitude(float value, int magnitude) {
        if (Float.isNaN(value)) {
            int fraction = (magnitude >>> 13) & 0x3ff;
            return HALF_INFINITY | (fraction == 0 ? 0x200 : fraction);
        }
        float size = Math.abs(value);
        if (size >= 65520) { // half way between the largest half and the next power of two
            return HALF_INFINITY;
        }
        if (size < 0x1p-14f) { // zero and subnormal; rint rounds ties to even
            return (int) Math.rint(size * 0x1p24);
        }
        int odd = (magnitude >>> 13) & 1;
        return (magnitude - REBIAS + 0xfff + odd) >>> 13;
    }
}
