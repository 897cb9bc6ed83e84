package io.github.luffyrl.examples.combinationlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BasePlayerTest {

    @Test
    void turnsUpUntilEachWheelShowsItsTarget() {
        String played = new BasePlayer(0, 0).play(new Lock("393", "145"), new SplittableRandom(1));

        assertEquals("a4a5a6a7a8a9a0a1b0b1b2b3b4c4c5", played);
    }

    @Test
    void turnsDownAsOftenAsItsProbabilitySays() {
        RandomGenerator random = new SplittableRandom(2);
        Lock lock = new Lock("0", "5");
        int turns = 0;
        int down = 0;
        for (int i = 0; i < 5000; i++) {
            String text = BasePlayer.UPWARD.play(lock, random);
            int digit = 0;
            for (int t = 1; t < text.length(); t += 2) {
                int next = text.charAt(t) - '0';
                down += next == Math.floorMod(digit - 1, 10) ? 1 : 0;
                turns++;
                digit = next;
            }
            assertEquals(5, digit);
        }
        assertTrue(turns > 20_000, "turns: " + turns);
        // Standard deviation: sqrt(.03 * .97 / 20000) = .0012; 4 of them allowed.
        assertEquals(0.03, down / (double) turns, 0.005);
    }

    @Test
    void refusesWhatIsNotAProbability() {
        assertThrows(IllegalArgumentException.class, () -> new BasePlayer(-0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new BasePlayer(0, 1.1));
    }
}
