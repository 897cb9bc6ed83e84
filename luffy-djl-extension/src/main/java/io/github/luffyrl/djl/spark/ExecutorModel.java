package io.github.luffyrl.djl.spark;

import ai.djl.Model;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The model of an executor, one for each process. New weights are copied into it. */
final class ExecutorModel {

    private static @Nullable Model model;
    private static String version = "";
    private static int config;

    private ExecutorModel() {}

    /** Returns the model with the weights of an image. */
    static synchronized Model of(ModelImage image) {
        int wanted =
                image.config().entrySet().stream()
                        .mapToInt(f -> f.getKey().hashCode() * 31 + hash(f.getValue()))
                        .sum();
        Model current = model;
        if (current == null || wanted != config) {
            current = image.build(); // an older model is left to tasks that may still use it
            model = current;
            config = wanted;
            version = "";
        }
        if (!version.equals(image.version())) {
            image.copyTo(current);
            version = image.version();
        }
        return current;
    }

    private static int hash(byte[] bytes) {
        return Arrays.hashCode(bytes);
    }
}
