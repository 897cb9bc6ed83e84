package io.github.luffyrl.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardTest {

    @Test
    void aRightAnswerIsWorthOneAndAWrongOneNothing() {
        assertEquals(new Reward(1, true), Reward.of(true));
        assertEquals(new Reward(0, false), Reward.of(false));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aRewardThatIsNotFiniteIsRejectedByItsValue(double value) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new Reward(value, false));

        assertTrue(error.getMessage().contains(String.valueOf(value)), error.getMessage());
    }
}
