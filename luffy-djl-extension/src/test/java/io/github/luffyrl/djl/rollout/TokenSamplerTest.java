package io.github.luffyrl.djl.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.rollout.TokenSampler.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSamplerTest {

    /** Weights 1, 2, 4, 8, 0, 1 at temperature 1. */
    private static final float[] LOGITS = {
        0, (float) Math.log(2), (float) Math.log(4), (float) Math.log(8), Float.NEGATIVE_INFINITY, 0
    };

    @Test
    void frequenciesFollowTheSoftmax() {
        assertFrequencies(1, 1. / 16, 2. / 16, 4. / 16, 8. / 16, 0, 1. / 16);
    }

    @Test
    void theTemperatureDividesTheLogits() {
        // temperature 1/2 squares the weights: 1, 4, 16, 64, 0, 1 of 86
        assertFrequencies(0.5, 1. / 86, 4. / 86, 16. / 86, 64. / 86, 0, 1. / 86);
    }

    private static void assertFrequencies(double temperature, double... expected) {
        TokenSampler sampler = new TokenSampler(new SamplingParams(temperature, 1));
        TokenRandom random = new TokenRandom(7);
        int draws = 20_000;
        int[] counts = new int[expected.length];
        for (int i = 0; i < draws; i++) {
            Sample sample = sampler.sample(LOGITS, 0, LOGITS.length, random);
            counts[sample.token()]++;
            assertEquals(Math.log(expected[sample.token()]), sample.logProb(), 1e-6);
        }
        double chiSquare = 0;
        for (int token = 0; token < counts.length; token++) {
            double mean = draws * expected[token];
            chiSquare += mean == 0 ? 0 : (counts[token] - mean) * (counts[token] - mean) / mean;
        }
        assertEquals(0, counts[4]);
        // 5 possible tokens: 4 degrees of freedom, exceeded with probability 0.001
        assertTrue(chiSquare < 18.47, "chi-square " + chiSquare);
    }

    @Test
    void temperatureZeroTakesTheFirstOfTheLargestLogits() {
        float[] logits = {1, 5, 2, 5};
        Sample sample =
                new TokenSampler(new SamplingParams(0, 1)).sample(logits, 0, 4, new TokenRandom(1));
        assertEquals(1, sample.token());
        double sum = Math.exp(1) + 2 * Math.exp(5) + Math.exp(2);
        assertEquals(5 - Math.log(sum), sample.logProb(), 1e-6);
    }

    @Test
    void aRowOfAMatrixIsSampledByItself() {
        float[] logits = {9, 0, 0, 0, 0, 9};
        TokenSampler sampler = new TokenSampler(new SamplingParams(0, 1));
        assertEquals(0, sampler.sample(logits, 0, 3, new TokenRandom(1)).token());
        assertEquals(2, sampler.sample(logits, 1, 3, new TokenRandom(1)).token());
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        float[] logits = {3e38f, -3e38f};
        Sample sample =
                new TokenSampler(new SamplingParams(1, 1)).sample(logits, 0, 2, new TokenRandom(1));
        assertEquals(0, sample.token());
        assertEquals(0, sample.logProb());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aNanAnywhereIsAnError(int at) {
        float[] logits = {1, 2, 3};
        logits[at] = Float.NaN;
        assertDiverged(logits);
    }

    @Test
    void infinityIsAnError() {
        assertDiverged(0, Float.POSITIVE_INFINITY, 0);
        assertDiverged(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    private static void assertDiverged(float... logits) {
        for (double temperature : new double[] {0, 1}) {
            TokenSampler sampler = new TokenSampler(new SamplingParams(temperature, 1));
            TokenRandom random = new TokenRandom(1);
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> sampler.sample(logits, 0, logits.length, random));
            assertTrue(e.getMessage().contains("diverged"), e.getMessage());
        }
    }
}
