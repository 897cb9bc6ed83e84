package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.experiment.TemporaryFolder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A command that Ctrl-C or {@code kill} ends in order: its thread is interrupted, and the process
 * waits until native code is left, files are closed and temporary folders are deleted.
 */
final class Interruptible {

    private static final int PATIENCE_SECONDS = 60;

    private Interruptible() {}

    static int run(IntSupplier command) {
        Thread commandThread = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook =
                new Thread(
                        () -> {
                            if (ended.getCount() > 0) {
                                commandThread.interrupt();
                                await(ended);
                            }
                            TemporaryFolder.deleteAll();
                        },
                        "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return command.getAsInt();
        } finally {
            ended.countDown();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            boolean inTime = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("luffy: the command does not stop; ended without waiting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
