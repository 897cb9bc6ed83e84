package io.github.luffyrl.djl.model;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** Whether autograd records what this thread computes. It does so by default in all but one. */
final class Gradients {

    private Gradients() {}

    static boolean recorded() {
        return JniUtils.isGradMode();
    }

    static <T> T unrecorded(Supplier<T> work) {
        boolean recorded = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(recorded);
        }
    }
}
