package io.github.luffyrl.core.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    @Test
    void aConstantRateHoldsFromTheFirstStepOn() {
        assertEquals(1, LearningRateSchedule.constant().multiplier(0));
        assertEquals(1, LearningRateSchedule.constant().multiplier(1_000_000));
    }

    @Test
    void aCosineStaysAtItsMinimumAfterTheLastStep() {
        LearningRateSchedule schedule = LearningRateSchedule.cosine(10, 30, 0.1);

        assertEquals(0.5, schedule.multiplier(5));
        assertEquals(1, schedule.multiplier(10));
        assertEquals(0.55, schedule.multiplier(20), 1e-15); // half way: (1 + 0.1) / 2
        assertEquals(0.1, schedule.multiplier(30), 1e-15);
        assertEquals(0.1, schedule.multiplier(45), 1e-15);
    }

    @Test
    void schedulesRejectWhatIsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.warmup(-1));
        assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(10, 10, 0));
        assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.cosine(0, 10, 1.5));
    }
}
