package io.github.luffyrl.examples.combinationlock;

import io.github.luffyrl.examples.basemodel.BaseExample;
import io.github.luffyrl.examples.task.Split;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * How the base model plays: it takes wheel after wheel and turns it up until it shows its target,
 * so that it opens every lock, but seldom in the fewest turns. At each turn it turns the wheel down
 * with a small probability. It learns from locks of 2 to 4 wheels with uniform digits.
 *
 * @param down probability of a turn down, 0 to 1
 * @param anyWheel probability of taking any wheel next and not the first that is left, 0 to 1
 */
record BasePlayer(double down, double anyWheel) {

    /** The player of the embedded task. */
    static final BasePlayer UPWARD = new BasePlayer(0.03, 0.2);

    private static final int FEWEST_WHEELS = 2;
    private static final int MOST_WHEELS = 4;
    private static final int MOST_CHARACTERS = 110; // of a response; a longer one is drawn again

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
        String text;
        do {
            int wheels = random.nextInt(FEWEST_WHEELS, MOST_WHEELS + 1);
            lock = new Lock(digits(wheels, random), digits(wheels, random));
            text = play(lock, random);
        } while (text.length() > MOST_CHARACTERS
                || lock.fewestTurns() == 0
                || Split.of(lock.prompt()) != Split.TRAINING);
        boolean[] learned = new boolean[text.length() + 1];
        Arrays.fill(learned, true);
        return new BaseExample(lock.prompt(), text, learned);
    }

    private static String digits(int count, RandomGenerator random) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    /** Opens a lock in the player's way. */
    String play(Lock lock, RandomGenerator random) {
        Turning turning = new Turning(lock);
        BitSet left = new BitSet();
        for (int wheel = 0; wheel < lock.wheels(); wheel++) {
            left.set(wheel, !turning.done(wheel));
        }
        while (!left.isEmpty()) {
            boolean any = random.nextDouble() < anyWheel;
            int skipped = any ? random.nextInt(left.cardinality()) : 0;
            int wheel = left.stream().skip(skipped).findFirst().orElseThrow();
            while (!turning.done(wheel)) {
                turning.turn(wheel, random.nextDouble() < down ? -1 : 1);
            }
            left.clear(wheel);
        }
        return turning.text();
    }
}
