package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

    @Test
    void twoArgumentsSampleFromTheWholeVocabulary() {
        SamplingParams plain = new SamplingParams(0.6, 8);

        assertFalse(plain.truncated());
        assertEquals(Set.of(), plain.stopTokens());
    }

    @Test
    void eachWitherChangesOneThing() {
        SamplingParams all =
                new SamplingParams(0.6, 8)
                        .withTopK(20)
                        .withTopP(0.9)
                        .withMinP(0.1)
                        .withStopTokens(Set.of(5, 7));

        assertEquals(new SamplingParams(0.6, 8, 20, 0.9, 0.1, Set.of(5, 7)), all);
        assertTrue(new SamplingParams(1, 8).withTopK(20).truncated());
        assertTrue(new SamplingParams(1, 8).withTopP(0.9).truncated());
        assertTrue(new SamplingParams(1, 8).withMinP(0.1).truncated());
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                arguments("topK = -1", wither(p -> p.withTopK(-1))),
                arguments("topP = 0.0", wither(p -> p.withTopP(0))),
                arguments("topP = 1.5", wither(p -> p.withTopP(1.5))),
                arguments("topP = NaN", wither(p -> p.withTopP(Double.NaN))),
                arguments("minP = -0.1", wither(p -> p.withMinP(-0.1))),
                arguments("minP = 1.1", wither(p -> p.withMinP(1.1))),
                arguments("minP = NaN", wither(p -> p.withMinP(Double.NaN))),
                arguments("stop token = -2", wither(p -> p.withStopTokens(Set.of(1, -2)))));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void whatIsOutOfRangeIsRejectedByItsValue(String named, UnaryOperator<SamplingParams> wither) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> wither.apply(new SamplingParams(1, 8)));

        assertTrue(error.getMessage().startsWith(named + ", need "), error.getMessage());
    }

    private static UnaryOperator<SamplingParams> wither(UnaryOperator<SamplingParams> wither) {
        return wither;
    }
}
