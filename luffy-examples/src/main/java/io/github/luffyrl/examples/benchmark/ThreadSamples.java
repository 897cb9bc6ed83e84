package io.github.luffyrl.examples.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Samples every millisecond what the working threads are doing: running inside libtorch, or in
 * Java. A call includes DJL's native glue around libtorch. Waiting threads do not count.
 */
final class ThreadSamples {

    private static final String LIBTORCH = "ai.djl.pytorch.jni.PyTorchLibrary";
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<String, Integer> places = new HashMap<>();
    private final String name;
    private @Nullable Thread observer;
    private volatile boolean observing;
    private int inside;
    private int outside;

    /** Observes the threads whose name starts with {@code name}. */
    ThreadSamples(String name) {
        this.name = name;
    }

    void begin() {
        observing = true;
        Thread thread = new Thread(this::observe, "thread samples");
        thread.setDaemon(true);
        thread.start();
        observer = thread;
    }

    void end() {
        observing = false;
        try {
            if (observer != null) {
                observer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void observe() {
        while (observing) {
            for (ThreadInfo thread : threads.dumpAllThreads(false, false, 1)) {
                if (thread.getThreadState() == Thread.State.RUNNABLE
                        && thread.getStackTrace().length > 0
                        && thread.getThreadName().startsWith(name)) {
                    count(thread.getStackTrace()[0]);
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private synchronized void count(StackTraceElement top) {
        if (top.getClassName().equals(LIBTORCH)) {
            inside++;
        } else {
            outside++;
        }
        places.merge(top.getClassName() + "." + top.getMethodName(), 1, Integer::sum);
    }

    /** Share of the samples outside libtorch, in 0..1; NaN without samples. */
    synchronized double outside() {
        return (double) outside / (inside + outside);
    }

    synchronized int count() {
        return inside + outside;
    }

    /** The most frequent places with their share in percent, one per line. */
    synchronized String top(int count) {
        StringBuilder text = new StringBuilder();
        places.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
                .limit(count)
                .forEach(
                        e ->
                                text.append(
                                        String.format(
                                                Locale.ROOT,
                                                "    %4.1f %%  %s%n",
                                                100.0 * e.getValue() / count(),
                                                e.getKey())));
        return text.toString();
    }
}
