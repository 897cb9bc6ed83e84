package io.github.luffyrl.examples.combinationlock;

import io.github.luffyrl.examples.task.Split;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Which way the wheels of a problem have to be turned. */
enum LockKind {
    /** Three wheels, all up: what the base model does anyway. */
    UP(3, 0, false),
    /** Three wheels, two of them down, without passing from 0 to 9. */
    DOWN(3, 2, false),
    /** Four wheels, three of them down, without passing from 0 to 9. */
    FOUR_WHEELS(4, 3, false),
    /** Three wheels, two of them down and past 0, which no demonstration shows. */
    PAST_ZERO(3, 2, true);

    private static final int MOST_TURNS = 4;

    private final int wheels;
    private final int down;
    private final boolean pastZero;

    LockKind(int wheels, int down, boolean pastZero) {
        this.wheels = wheels;
        this.down = down;
        this.pastZero = pastZero;
    }

    /** The source that problems of this kind carry, such as {@code past-zero}. */
    String source() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Draws a problem of the kind: which wheels go down, how far (2 to 4; 1 to 4 up) and from
     * where, uniformly, until the problem belongs to the split.
     */
    Lock draw(Split split, RandomGenerator random) {
        Lock lock;
        do {
            lock = draw(random);
        } while (Split.of(lock.prompt()) != split);
        return lock;
    }

    private Lock draw(RandomGenerator random) {
        StringBuilder start = new StringBuilder();
        StringBuilder target = new StringBuilder();
        int downLeft = down;
        for (int left = wheels; left > 0; left--) {
            boolean goesDown = random.nextInt(left) < downLeft;
            int by =
                    goesDown
                            ? -random.nextInt(2, MOST_TURNS + 1)
                            : random.nextInt(1, MOST_TURNS + 1);
            int from = goesDown ? downFrom(-by, random) : random.nextInt(10);
            start.append(from);
            target.append(Math.floorMod(from + by, 10));
            downLeft -= goesDown ? 1 : 0;
        }
        return new Lock(start.toString(), target.toString());
    }

    private int downFrom(int turns, RandomGenerator random) {
        return pastZero ? random.nextInt(turns) : random.nextInt(turns, 10);
    }
}
