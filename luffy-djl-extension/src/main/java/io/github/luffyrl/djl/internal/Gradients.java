package io.github.luffyrl.djl.internal;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** Whether autograd records what this thread computes. It does so by default. */
public final class Gradients {

    private Gradients() {}

    /** Returns whether this thread's operations are recorded. */
    public static boolean recorded() {
        return JniUtils.isGradMode();
    }

    /** Computes something without recording it, and leaves the thread's mode as it was. */
    public static <T> T unrecorded(Supplier<T> work) {
        boolean recorded = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(recorded);
        }
    }
}
