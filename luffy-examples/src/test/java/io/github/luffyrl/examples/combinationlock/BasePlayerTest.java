package io.github.luffyrl.examples.combinationlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.examples.basemodel.BaseExample;
import io.github.luffyrl.examples.task.Split;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BasePlayerTest {

    @Test
    void turnsWheelAfterWheelUp() {
        String played = new BasePlayer(0, 0).play(new Lock("393", "145"), new SplittableRandom(1));

        assertEquals("a45678901b01234c45", played);
    }

    @Test
    void goesDownOnlyWhereThatIsShorter() {
        String played = new BasePlayer(1, 0).play(new Lock("393", "148"), new SplittableRandom(1));

        assertEquals("a21b01234c45678", played);
    }

    @Test
    void goesDownAsOftenAsItsProbabilitySays() {
        RandomGenerator random = new SplittableRandom(2);
        Lock lock = new Lock("9", "8");
        int down = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = BasePlayer.UPWARD.play(lock, random);
            down += text.equals("a8") ? 1 : 0;
        }
        // Standard deviation: sqrt(.03 * .97 / 20000) = .0012; 4 of them allowed.
        assertEquals(0.03, down / 20_000.0, 0.005);
    }

    @Test
    void takesTheFirstWheelThatIsLeftOrAnyOne() {
        RandomGenerator random = new SplittableRandom(3);
        Lock lock = new Lock("000", "111");
        int inOrder = 0;
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String text = BasePlayer.UPWARD.play(lock, random);
            all.add(text);
            inOrder += text.equals("a1b1c1") ? 1 : 0;
        }
        assertEquals(6, all.size());
        // (.8 + .2 / 3) (.8 + .2 / 2) = .78, with a standard deviation of .0041; 5 allowed
        assertEquals(0.78, inOrder / 10_000.0, 0.021);
    }

    @Test
    void learnsFromLocksOfTwoToFiveWheels() {
        RandomGenerator random = new SplittableRandom(4);
        Set<Integer> wheels = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            BaseExample example = BasePlayer.UPWARD.draw(random);
            wheels.add(Lock.parse(example.prompt()).wheels());
            assertEquals(Split.TRAINING, Split.of(example.prompt()));
        }
        assertEquals(Set.of(2, 3, 4, 5), wheels);
    }

    @Test
    void refusesWhatIsNotAProbability() {
        assertThrows(IllegalArgumentException.class, () -> new BasePlayer(-0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new BasePlayer(0, 1.1));
    }
}
