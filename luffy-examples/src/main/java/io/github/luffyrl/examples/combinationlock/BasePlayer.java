package io.github.luffyrl.examples.combinationlock;

import io.github.luffyrl.examples.basemodel.BaseExample;
import io.github.luffyrl.examples.task.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How the base model plays: it turns wheel after wheel up until each shows its target, however far
 * that is. Where down is shorter, it goes down with a small probability. It learns from locks of 2
 * to 5 wheels with uniform digits.
 *
 * @param down probability of the way down where that is shorter, 0 to 1
 * @param anyWheel probability of taking any wheel next and not the first that is left, 0 to 1
 */
record BasePlayer(double down, double anyWheel) {

    /** The player of the embedded task. */
    static final BasePlayer UPWARD = new BasePlayer(0.03, 0.2);

    private static final int FEWEST_WHEELS = 2;
    private static final int MOST_WHEELS = 5;

    /** Rejects what are not probabilities. */
    BasePlayer {
        if (!(down >= 0 && down <= 1) || !(anyWheel >= 0 && anyWheel <= 1)) {
            throw new IllegalArgumentException(
                    "down = " + down + ", anyWheel = " + anyWheel + ": need probabilities");
        }
    }

    /** Draws a problem, never a held-out one, and plays it; all of the response is learned. */
    BaseExample draw(RandomGenerator random) {
        Lock lock;
        do {
            lock = Lock.uniform(random.nextInt(FEWEST_WHEELS, MOST_WHEELS + 1), random);
        } while (Split.of(lock.prompt()) != Split.TRAINING);
        String text = play(lock, random);
        boolean[] learned = new boolean[text.length() + 1];
        Arrays.fill(learned, true);
        return new BaseExample(lock.prompt(), text, learned);
    }

    /** Opens a lock in the player's way. */
    String play(Lock lock, RandomGenerator random) {
        List<Integer> left = new ArrayList<>(IntStream.range(0, lock.wheels()).boxed().toList());
        StringBuilder text = new StringBuilder();
        while (!left.isEmpty()) {
            boolean any = random.nextDouble() < anyWheel;
            int wheel = left.remove(any ? random.nextInt(left.size()) : 0);
            boolean goesDown = random.nextDouble() < down && lock.shorterDown(wheel);
            text.append(lock.turned(wheel, goesDown));
        }
        return text.toString();
    }
}
