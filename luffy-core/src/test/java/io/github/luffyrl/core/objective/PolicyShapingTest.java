package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyShapingTest {

    static Stream<PolicyShaping> shapings() {
        return Stream.of(
                PolicyShaping.none(), PolicyShaping.rational(0.1), PolicyShaping.rational(0.5));
    }

    @Test
    void withoutShapingTheWeightIsTheProbability() {
        assertEquals(0.4, PolicyShaping.none().value(Math.log(0.4)), 1e-15);
        assertEquals(0.4, PolicyShaping.none().derivative(Math.log(0.4)), 1e-15);
    }

    @Test
    void rationalShapingIsTheProbabilityOverItselfPlusGamma() {
        PolicyShaping shaping = PolicyShaping.rational(0.1);

        // 0.4 / 0.5 = 0.8 and 0.1 * 0.4 / 0.5^2 = 0.16
        assertEquals(0.8, shaping.value(Math.log(0.4)), 1e-15);
        assertEquals(0.16, shaping.derivative(Math.log(0.4)), 1e-15);
    }

    @Test
    void rationalShapingRaisesTheGradientOfUnlikelyTokens() {
        double unlikely = Math.log(0.001);

        // 0.1 * 0.001 / 0.101^2 = 1 / 102.01, against 0.001
        assertEquals(1 / 102.01, PolicyShaping.rational(0.1).derivative(unlikely), 1e-15);
        assertEquals(0.001, PolicyShaping.none().derivative(unlikely), 1e-15);
    }

    @ParameterizedTest
    @MethodSource("shapings")
    void theDerivativeIsThatOfTheValue(PolicyShaping shaping) {
        double h = 1e-5;
        for (double l = -8; l <= 0; l += 0.25) {
            double slope = (shaping.value(l + h) - shaping.value(l - h)) / (2 * h);
            assertEquals(slope, shaping.derivative(l), 1e-9, "at " + l);
        }
    }

    @ParameterizedTest
    @MethodSource("shapings")
    void aProbabilityThatUnderflowsWeighsNothing(PolicyShaping shaping) {
        for (double l : new double[] {-1000, Double.NEGATIVE_INFINITY}) {
            assertEquals(0, shaping.value(l));
            assertEquals(0, shaping.derivative(l));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aGammaThatIsNotPositiveIsRejectedByItsValue(double gamma) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> PolicyShaping.rational(gamma));

        assertTrue(error.getMessage().contains("gamma = " + gamma), error.getMessage());
    }
}
