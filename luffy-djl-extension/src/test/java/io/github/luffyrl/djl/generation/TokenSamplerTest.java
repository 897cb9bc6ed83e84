package io.github.luffyrl.djl.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.generation.TokenSampler.Sample;
import io.github.luffyrl.djl.internal.TokenRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSamplerTest {

    /** Weights 1, 2, 4, 8, 0, 1 at temperature 1. */
    private static final float[] LOGITS = {
        0, (float) Math.log(2), (float) Math.log(4), (float) Math.log(8), Float.NEGATIVE_INFINITY, 0
    };

    private static final double[] SIXTEENTHS = {1, 2, 4, 8, 0, 1};

    @Test
    void frequenciesFollowTheSoftmax() {
        assertFrequencies(new SamplingParams(1, 1), SIXTEENTHS, 1, 2, 4, 8, 0, 1);
    }

    @Test
    void theTemperatureDividesTheLogits() {
        // temperature 1/2 squares the weights
        double[] squares = {1, 4, 16, 64, 0, 1};
        assertFrequencies(new SamplingParams(0.5, 1), squares, squares);
    }

    @ParameterizedTest
    @CsvSource({
        // topK, topP, minP, kept weights
        "2, 1, 0, 0 0 4 8 0 0",
        "4, 1, 0, 1 2 4 8 0 0", // of the two equal ones the smaller id
        "100, 1, 0, 1 2 4 8 0 1",
        "0, 0.5, 0, 0 0 0 8 0 0", // 8/16 is enough
        "0, 0.51, 0, 0 0 4 8 0 0",
        "0, 0.76, 0, 0 2 4 8 0 0", // 12/16 is not
        "0, 0.9, 0, 1 2 4 8 0 0", // 14/16 = 0.875 is not
        "0, 1e-9, 0, 0 0 0 8 0 0",
        "3, 0.85, 0, 0 0 4 8 0 0", // of 14: 12/14 = 0.857
        "3, 0.86, 0, 0 2 4 8 0 0",
        "0, 1, 0.25, 0 2 4 8 0 0", // at least 2/16
        "0, 1, 0.26, 0 0 4 8 0 0",
        "0, 1, 1, 0 0 0 8 0 0",
        "3, 0.99, 0.3, 0 0 4 8 0 0"
    })
    void truncationLeavesTheLikeliestTokens(int topK, double topP, double minP, String kept) {
        double[] weights =
                Arrays.stream(kept.split(" ")).mapToDouble(Double::parseDouble).toArray();
        SamplingParams params =
                new SamplingParams(1, 1).withTopK(topK).withTopP(topP).withMinP(minP);
        assertFrequencies(params, SIXTEENTHS, weights);
    }

    @Test
    void theTemperatureComesBeforeTheTruncation() {
        // squares of 86: 80/86 = 0.93 is less than 0.94, 84/86 is not; at temperature 1 it would be
        // all but one
        double[] squares = {1, 4, 16, 64, 0, 1};
        assertFrequencies(new SamplingParams(0.5, 1).withTopP(0.94), squares, 0, 4, 16, 64, 0, 0);
    }

    /** Draws from the kept weights; log-probabilities are of all and of the kept weights. */
    private static void assertFrequencies(SamplingParams params, double[] all, double... kept) {
        TokenSampler sampler = new TokenSampler(params);
        float[] probabilities = probabilities(sampler, LOGITS);
        double allTotal = Arrays.stream(all).sum();
        double keptTotal = Arrays.stream(kept).sum();
        TokenRandom random = new TokenRandom(7);
        int draws = 20_000;
        int[] counts = new int[kept.length];
        for (int i = 0; i < draws; i++) {
            Sample sample = sampler.sample(probabilities, 0, LOGITS.length, random);
            int token = sample.token();
            counts[token]++;
            assertEquals(Math.log(all[token] / allTotal), sample.logProb(), 1e-6);
            assertEquals(Math.log(kept[token] / keptTotal), sample.samplingLogProb(), 1e-6);
        }
        double chiSquare = 0;
        for (int token = 0; token < counts.length; token++) {
            double mean = draws * kept[token] / keptTotal;
            if (mean == 0) {
                assertEquals(0, counts[token]);
            } else {
                chiSquare += (counts[token] - mean) * (counts[token] - mean) / mean;
            }
        }
        // at most 5 possible tokens: 4 degrees of freedom, exceeded with probability 0.001
        assertTrue(chiSquare < 18.47, "chi-square " + chiSquare);
    }

    @Test
    void truncationAgreesWithSortingALargeVocabulary() {
        int vocabulary = 1000;
        SplittableRandom random = new SplittableRandom(3);
        float[] probabilities = new float[2 * vocabulary];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = random.nextInt(1, 200); // many are equal
        }
        double total = IntStream.range(1000, 2000).mapToDouble(i -> probabilities[i]).sum();
        int[] order =
                IntStream.range(0, vocabulary)
                        .boxed()
                        .sorted(
                                (a, b) -> {
                                    int byWeight =
                                            Float.compare(
                                                    probabilities[1000 + b],
                                                    probabilities[1000 + a]);
                                    return byWeight != 0 ? byWeight : Integer.compare(a, b);
                                })
                        .mapToInt(id -> id)
                        .toArray();
        for (int topK : new int[] {1, 10, 999}) {
            int[] expected = Arrays.copyOf(order, topK);
            Arrays.sort(expected);
            SamplingFilter truncation = new SamplingFilter(new SamplingParams(1, 1).withTopK(topK));
            assertArrayEquals(expected, truncation.keep(probabilities, 1000, vocabulary, total));
        }
        for (double topP : new double[] {0.01, 0.5, 0.999}) {
            int count = 0;
            for (double sum = 0; sum < topP * total; count++) {
                sum += probabilities[1000 + order[count]];
            }
            int[] expected = Arrays.copyOf(order, count);
            Arrays.sort(expected);
            SamplingFilter truncation = new SamplingFilter(new SamplingParams(1, 1).withTopP(topP));
            assertArrayEquals(expected, truncation.keep(probabilities, 1000, vocabulary, total));
        }
    }

    @Test
    void temperatureZeroTakesTheFirstOfTheLargestLogits() {
        TokenSampler sampler = new TokenSampler(new SamplingParams(0, 1));
        Sample sample =
                sampler.sample(probabilities(sampler, 1, 5, 2, 5), 0, 4, new TokenRandom(1));
        assertEquals(1, sample.token());
        double sum = Math.exp(1) + 2 * Math.exp(5) + Math.exp(2);
        assertEquals(5 - Math.log(sum), sample.logProb(), 1e-6);
        assertEquals(0, sample.samplingLogProb());
    }

    @Test
    void aRowOfAMatrixIsSampledByItself() {
        float[] probabilities = {0.8f, 0.1f, 0.1f, 0.1f, 0.1f, 0.8f};
        TokenSampler greedy = new TokenSampler(new SamplingParams(0, 1));
        TokenSampler likeliest = new TokenSampler(new SamplingParams(1, 1).withTopK(1));
        for (TokenSampler sampler : new TokenSampler[] {greedy, likeliest}) {
            assertEquals(0, sampler.sample(probabilities, 0, 3, new TokenRandom(1)).token());
            assertEquals(2, sampler.sample(probabilities, 1, 3, new TokenRandom(1)).token());
        }
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        TokenSampler sampler = new TokenSampler(new SamplingParams(1, 1));
        Sample sample =
                sampler.sample(probabilities(sampler, 3e38f, -3e38f), 0, 2, new TokenRandom(1));
        assertEquals(0, sample.token());
        assertEquals(0, sample.logProb());
    }

    @Test
    void logitsAreNotChanged() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            var logits = manager.create(new float[] {1, 2}, new Shape(1, 2));
            new TokenSampler(new SamplingParams(0.5, 1)).probabilities(logits);
            assertArrayEquals(new float[] {1, 2}, logits.toFloatArray());
        }
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
            float[] probabilities = probabilities(sampler, logits);
            TokenRandom random = new TokenRandom(1);
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> sampler.sample(probabilities, 0, logits.length, random));
            assertTrue(e.getMessage().contains("diverged"), e.getMessage());
        }
    }

    private static float[] probabilities(TokenSampler sampler, float... logits) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return sampler.probabilities(manager.create(logits, new Shape(1, logits.length)));
        }
    }
}
