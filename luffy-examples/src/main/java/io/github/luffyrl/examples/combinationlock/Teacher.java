package io.github.luffyrl.examples.combinationlock;

/**
 * A stronger model of another style: it turns each wheel the shorter way, which the base model
 * hardly ever does when that is down, and starts at the last wheel, which matters nothing.
 */
final class Teacher {

    private static final int HALF = 5;

    private Teacher() {}

    /** Solves a problem in the fewest turns. */
    static String demonstrate(Lock lock) {
        Turning turning = new Turning(lock);
        for (int wheel = lock.wheels() - 1; wheel >= 0; wheel--) {
            int by = lock.upTurns(wheel) <= HALF ? 1 : -1;
            while (!turning.done(wheel)) {
                turning.turn(wheel, by);
            }
        }
        return turning.text();
    }
}
