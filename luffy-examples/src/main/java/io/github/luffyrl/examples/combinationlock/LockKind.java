package io.github.luffyrl.examples.combinationlock;

import io.github.luffyrl.examples.task.Split;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Which way the wheels of a problem have to be turned. */
enum LockKind {
    /** Four wheels, all up: what the base model does anyway. */
    UP,
    /** Four wheels, three of them down, without passing from 0 to 9. */
    DOWN,
    /** Five wheels, four of them down, without passing from 0 to 9. */
    FIVE_WHEELS,
    /** Four wheels with uniform digits. */
    ANY,
    /** Four wheels, three of them down and past 0, which no demonstration in training shows. */
    PAST_ZERO;

    private static final int MOST_TURNS = 4; // five are as many up as down

    /** The source that problems of this kind carry, such as {@code past-zero}. */
    String source() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Draws problems of the kind until one belongs to the split. */
    Lock draw(Split split, RandomGenerator random) {
        Lock lock;
        do {
            lock = draw(random);
        } while (Split.of(lock.prompt()) != split);
        return lock;
    }

    private Lock draw(RandomGenerator random) {
        return switch (this) {
            case UP -> turns(4, 0, false, random);
            case DOWN -> turns(4, 3, false, random);
            case FIVE_WHEELS -> turns(5, 4, false, random);
            case ANY -> Lock.uniform(4, random);
            case PAST_ZERO -> turns(4, 3, true, random);
        };
    }

    /** Which wheels go down, how far each goes (1 to 4) and from where, uniformly. */
    private static Lock turns(int wheels, int down, boolean pastZero, RandomGenerator random) {
        StringBuilder start = new StringBuilder();
        StringBuilder target = new StringBuilder();
        int downLeft = down;
        for (int left = wheels; left > 0; left--) {
            boolean goesDown = random.nextInt(left) < downLeft;
            int turns = random.nextInt(1, MOST_TURNS + 1);
            int from = random.nextInt(10);
            if (goesDown) {
                downLeft--;
                from = pastZero ? random.nextInt(turns) : random.nextInt(turns, 10);
            }
            start.append(from);
            target.append(Math.floorMod(from + (goesDown ? -turns : turns), 10));
        }
        return new Lock(start.toString(), target.toString());
    }
}
