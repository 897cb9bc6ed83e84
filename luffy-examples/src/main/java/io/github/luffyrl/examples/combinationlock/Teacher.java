package io.github.luffyrl.examples.combinationlock;

/**
 * A stronger model of another style: it turns each wheel the shorter way, which the base model
 * hardly ever does when that is down, and starts at the last wheel, which matters nothing.
 */
final class Teacher {

    private Teacher() {}

    /** Solves a problem. */
    static String demonstrate(Lock lock) {
        StringBuilder text = new StringBuilder();
        for (int wheel = lock.wheels() - 1; wheel >= 0; wheel--) {
            text.append(lock.turned(wheel, lock.shorterDown(wheel)));
        }
        return text.toString();
    }
}
