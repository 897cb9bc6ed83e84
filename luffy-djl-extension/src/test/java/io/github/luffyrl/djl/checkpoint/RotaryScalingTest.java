package io.github.luffyrl.djl.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotaryScalingTest {

    /**
     * Over 64 tokens, factor 8, from 1 to 4 turns. A frequency of {@code n / 64} turns per token
     * turns n times. Half way, at 2.5 turns, half of it is kept whole and half divided by 8: 0.5 +
     * 0.5 / 8 = 0.5625. At 2 turns a third is kept: 1 / 3 + 2 / 3 / 8 = 5 / 12.
     */
    @ParameterizedTest
    @CsvSource({
        "10, 1",
        "4, 1",
        "2.5, 0.5625",
        "2, 0.416666666666666667",
        "1, 0.125",
        "0.001, 0.125"
    })
    void llama3InterpolatesBetweenFastAndSlowFrequencies(double turns, double share) {
        double frequency = turns * 2 * Math.PI / 64;
        double scaled = new RotaryScaling.Llama3(8, 1, 4, 64).scale(frequency);
        assertEquals(share, scaled / frequency, 1e-14);
        assertEquals(frequency, RotaryScaling.NONE.scale(frequency));
    }
}
