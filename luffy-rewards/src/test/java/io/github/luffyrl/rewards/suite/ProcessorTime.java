package io.github.luffyrl.rewards.suite;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Time on the processor, which the rest of the machine's load does not lengthen. */
final class ProcessorTime {

    private static final int TRIES = 3;

    private ProcessorTime() {}

    /** Nanoseconds of a task; the least of some tries where the first ones are above a limit. */
    static long of(Runnable task, long limit) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && least > limit; i++) {
            least = Math.min(least, of(task));
        }
        return least;
    }

    static long of(Runnable task) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        task.run();
        return threads.getCurrentThreadCpuTime() - begin;
    }
}
