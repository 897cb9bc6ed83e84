package io.github.luffyrl.djl.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReducedPrecisionTest {

    private static final int PATTERNS = 1 << 16;
    private static final int HALF_INFINITY = 0x7c00;
    private static final int BFLOAT16_INFINITY = 0x7f80;

    @Test
    void everyHalfSurvivesWideningAndNarrowingWithNanPayloads() {
        for (int bits = 0; bits < PATTERNS; bits++) {
            short half = (short) bits;
            assertEquals(
                    half,
                    ReducedPrecision.floatToHalf(ReducedPrecision.halfToFloat(half)),
                    "" + bits);
        }
    }

    @Test
    void everyBfloat16SurvivesWideningAndNarrowingWithNanPayloads() {
        for (int bits = 0; bits < PATTERNS; bits++) {
            short value = (short) bits;
            assertEquals(
                    value,
                    ReducedPrecision.floatToBfloat16(ReducedPrecision.bfloat16ToFloat(value)),
                    "" + bits);
        }
    }

    @Test
    void everyHalfHasTheValueOfItsDefinition() {
        for (int bits = 0; bits < HALF_INFINITY; bits++) {
            int exponent = bits >> 10;
            int fraction = bits & 0x3ff;
            double value =
                    exponent == 0
                            ? fraction * Math.pow(2, -24)
                            : (1024 + fraction) * Math.pow(2, exponent - 25);
            assertEquals((float) value, ReducedPrecision.halfToFloat((short) bits));
            assertEquals((float) -value, ReducedPrecision.halfToFloat((short) (bits | 0x8000)));
        }
        assertEquals(Float.POSITIVE_INFINITY, ReducedPrecision.halfToFloat((short) HALF_INFINITY));
        assertEquals(Float.NEGATIVE_INFINITY, ReducedPrecision.halfToFloat((short) 0xfc00));
        assertTrue(Float.isNaN(ReducedPrecision.halfToFloat((short) 0x7e00)));
    }

    @Test
    void knownHalvesAndBfloat16s() {
        // 1/3 = 1.0101010101|01.. * 2^-2: the half rounds down to 0x3555;
        // bfloat16 keeps 1.0101010|101..: rounds up to 0x3eab.
        assertEquals((short) 0x3555, ReducedPrecision.floatToHalf(1f / 3));
        assertEquals((short) 0x3eab, ReducedPrecision.floatToBfloat16(1f / 3));
        assertEquals((short) 0xc000, ReducedPrecision.floatToHalf(-2));
        assertEquals((short) 0xc000, ReducedPrecision.floatToBfloat16(-2));
        assertEquals((short) 0x8000, ReducedPrecision.floatToHalf(-0f));
        assertEquals(65504f, ReducedPrecision.halfToFloat((short) 0x7bff));
    }

    /** Between two neighbours the middle, exact in float32, goes to the even one. */
    @Test
    void narrowingToHalfRoundsToNearestAndTiesToEven() {
        for (int low = 0; low < HALF_INFINITY; low++) {
            float lower = ReducedPrecision.halfToFloat((short) low);
            // The neighbour above the largest half counts as 2^16.
            float upper =
                    low + 1 == HALF_INFINITY
                            ? 0x1p16f
                            : ReducedPrecision.halfToFloat((short) (low + 1));
            float middle = (lower + upper) / 2;
            int even = low + (low & 1);
            assertEquals(low, ReducedPrecision.floatToHalf(Math.nextDown(middle)));
            assertEquals(even, ReducedPrecision.floatToHalf(middle));
            assertEquals(low + 1, ReducedPrecision.floatToHalf(Math.nextUp(middle)));
            assertEquals((short) (even | 0x8000), ReducedPrecision.floatToHalf(-middle));
        }
    }

    @Test
    void narrowingToBfloat16RoundsToNearestAndTiesToEven() {
        for (int low = 0; low < BFLOAT16_INFINITY; low++) {
            float middle = Float.intBitsToFloat(low << 16 | 0x8000);
            int even = low + (low & 1);
            assertEquals(low, ReducedPrecision.floatToBfloat16(Math.nextDown(middle)));
            assertEquals(even, ReducedPrecision.floatToBfloat16(middle));
            assertEquals(low + 1, ReducedPrecision.floatToBfloat16(Math.nextUp(middle)));
            assertEquals((short) (even | 0x8000), ReducedPrecision.floatToBfloat16(-middle));
        }
    }

    @Test
    void aNanWithALowPayloadStaysNan() {
        float nan = Float.intBitsToFloat(0x7f80_0001);
        assertTrue(Float.isNaN(ReducedPrecision.halfToFloat(ReducedPrecision.floatToHalf(nan))));
        assertTrue(
                Float.isNaN(
                        ReducedPrecision.bfloat16ToFloat(ReducedPrecision.floatToBfloat16(nan))));
    }

    @Test
    void overflowIsWhereAFiniteValueWouldRoundToInfinity() {
        for (StoredType type : StoredType.values()) {
            assertTrue(!type.overflows(Float.POSITIVE_INFINITY) && !type.overflows(Float.NaN));
        }
        assertTrue(!StoredType.F32.overflows(Float.MAX_VALUE));
        assertTrue(!StoredType.F16.overflows(Math.nextDown(65520f)));
        assertTrue(StoredType.F16.overflows(-65520f));
        float limit = Float.intBitsToFloat(0x7f7f_8000); // half way from the largest to 2^128
        assertTrue(!StoredType.BF16.overflows(Math.nextDown(limit)));
        assertTrue(StoredType.BF16.overflows(limit));
    }
}
