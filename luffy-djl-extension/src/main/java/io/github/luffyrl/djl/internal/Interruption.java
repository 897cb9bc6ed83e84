package io.github.luffyrl.djl.internal;

/**
 * Whether someone wants the calling thread to end. Native work cannot be interrupted, so it is cut
 * into pieces that ask before they begin.
 */
public final class Interruption {

    private Interruption() {}

    /**
     * Ends the work if the thread is interrupted; it stays so.
     *
     * @param doing such as "generating"
     * @throws IllegalStateException if it is
     */
    public static void check(String doing) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted while " + doing);
        }
    }
}
