package io.github.luffyrl.djl.spark;

import ai.djl.Model;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A model as it travels to executors: its configuration and all weights, in float32.
 *
 * @param version a new one for every image
 * @param config {@code config.json} and what else the configuration writes, by name of the file
 * @param recomputation in the backward pass
 * @param weights by name of the parameter
 */
record ModelImage(
        String version,
        Map<String, byte[]> config,
        Recomputation recomputation,
        Map<String, float[]> weights)
        implements Serializable {

    /** Takes the weights of the moment. */
    static ModelImage of(Model model) {
        if (!(model.getBlock() instanceof CausalLm block)) {
            throw new IllegalArgumentException(
                    "executors build a CausalLm from its configuration, and cannot build a "
                            + model.getBlock().getClass().getName());
        }
        if (block.precision() != Precision.FLOAT32) {
            throw new IllegalArgumentException(
                    "precision = bfloat16: executors compute in float32 only; set precision ="
                            + " float32");
        }
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (Pair<String, Parameter> pair : block.getParameters()) {
            if (pair.getKey().contains("lora_")) {
                throw new IllegalArgumentException(
                        "the model has an adapter, which executors do not build: train all weights,"
                                + " or merge the adapter first");
            }
            weights.put(pair.getKey(), pair.getValue().getArray().toFloatArray());
        }
        return new ModelImage(
                UUID.randomUUID().toString(),
                files(block.config()),
                block.recomputation(),
                weights);
    }

    private static Map<String, byte[]> files(CausalLmConfig config) {
        return inTemporaryFolder(
                folder -> {
                    config.write(folder);
                    Map<String, byte[]> files = new LinkedHashMap<>();
                    try (Stream<Path> list = Files.list(folder)) {
                        for (Path file : list.sorted().toList()) {
                            files.put(file.getFileName().toString(), Files.readAllBytes(file));
                        }
                    }
                    return files;
                });
    }

    /** Builds a model of this configuration with weights of its own. */
    Model build() {
        return inTemporaryFolder(
                folder -> {
                    for (Map.Entry<String, byte[]> file : config.entrySet()) {
                        Files.write(folder.resolve(file.getKey()), file.getValue());
                    }
                    return CausalLanguageModel.create(CausalLmConfig.read(folder));
                });
    }

    /** Overwrites the weights of a model of this configuration. */
    void copyTo(Model model) {
        for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
            float[] values = weights.get(pair.getKey());
            if (values == null) {
                throw new IllegalStateException("no weights for " + pair.getKey());
            }
            pair.getValue().getArray().set(FloatBuffer.wrap(values));
        }
        ((CausalLm) model.getBlock()).recompute(recomputation);
    }

    private interface Work<T> {
        T in(Path folder) throws IOException;
    }

    private static <T> T inTemporaryFolder(Work<T> work) {
        try {
            Path folder = Files.createTempDirectory("luffy-spark");
            try {
                return work.in(folder);
            } finally {
                try (Stream<Path> list = Files.list(folder)) {
                    for (Path file : list.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
