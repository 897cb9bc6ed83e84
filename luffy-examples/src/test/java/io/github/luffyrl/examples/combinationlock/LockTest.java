package io.github.luffyrl.examples.combinationlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockTest {

    @Test
    void thePromptLabelsEachWheel() {
        Lock lock = new Lock("392", "058");

        assertEquals("a30b95c28=", lock.prompt());
        assertEquals(lock, Lock.parse("a30b95c28="));
        assertEquals(3, lock.wheels());
    }

    @Test
    void theShorterWayDependsOnTheDistance() {
        Lock lock = new Lock("3928", "0533");

        assertEquals(7, lock.upTurns(0)); // 3 to 0: up over 9, or 2 1 0
        assertEquals(3, lock.fewestTurns(0));
        assertTrue(lock.shorterDown(0));
        assertEquals(6, lock.upTurns(1)); // 9 to 5
        assertTrue(lock.shorterDown(1));
        assertEquals(1, lock.fewestTurns(2));
        assertFalse(lock.shorterDown(2));
        assertEquals(5, lock.fewestTurns(3)); // 8 to 3: the same both ways
        assertFalse(lock.shorterDown(3));
    }

    @Test
    void aWheelTurnsFromNineToZeroAndBack() {
        Lock lock = new Lock("81", "19");

        assertEquals("a901", lock.turned(0, false));
        assertEquals("a7654321", lock.turned(0, true));
        assertEquals("b23456789", lock.turned(1, false));
        assertEquals("b09", lock.turned(1, true));
    }

    @Test
    void uniformLocksHaveEveryDistance() {
        RandomGenerator random = new SplittableRandom(1);
        int[] distances = new int[10];
        for (int i = 0; i < 900; i++) {
            distances[Lock.uniform(1, random).upTurns(0)]++;
        }
        assertEquals(0, distances[0]);
        for (int distance = 1; distance < 10; distance++) {
            // 100 expected, standard deviation sqrt(900 * 1/9 * 8/9) = 9.4; 5 of them allowed
            assertEquals(100, distances[distance], 47, "distance " + distance);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "a30",
                "a3=",
                "a30b9=",
                "a30c95=",
                "b30=",
                "a30a95=",
                "A30=",
                "a33=",
                "a30b95= ",
                " a30=",
                "a30=b95=",
                "a٣٠=",
                "turn"
            })
    void whatIsNoLockIsRefused(String prompt) {
        assertThrows(IllegalArgumentException.class, () -> Lock.parse(prompt));
    }

    @Test
    void aLockNeedsAsManyTargets() {
        assertThrows(IllegalArgumentException.class, () -> new Lock("12", "3"));
        assertThrows(IllegalArgumentException.class, () -> new Lock("", ""));
        assertThrows(IllegalArgumentException.class, () -> new Lock("1x", "23"));
    }
}
