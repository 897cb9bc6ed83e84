package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingParamsTest {

    @Test
    void temperatureZeroIsGreedy() {
        assertTrue(new SamplingParams(0, 8).greedy());
        assertFalse(new SamplingParams(0.6, 8).greedy());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aTemperatureOutsideItsRangeIsRejectedByItsValue(double temperature) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class, () -> new SamplingParams(temperature, 8));

        assertEquals("temperature = " + temperature + ", need >= 0", error.getMessage());
    }

    @Test
    void aResponseOfNoTokensIsRejected() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new SamplingParams(1, 0));

        assertEquals("maxResponseTokens = 0, need at least 1", error.getMessage());
    }
}
