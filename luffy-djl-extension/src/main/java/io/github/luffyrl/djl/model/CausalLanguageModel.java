package io.github.luffyrl.djl.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.CheckpointReader;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.DirectoryContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Loads and saves causal language models in the Hugging Face directory layout, as DJL models.
 *
 * <pre>{@code
 * try (Model model = CausalLanguageModel.load(Path.of("Qwen2.5-Math-1.5B"))) {
 *     // train it as any DJL model
 *     CausalLanguageModel.save(model, new CheckpointWriter(StoredType.BF16), Path.of("trained"),
 *             CheckpointWriter.companionsOf(Path.of("Qwen2.5-Math-1.5B")));
 * }
 * }</pre>
 */
public final class CausalLanguageModel {

    private static final String ENGINE = "PyTorch";
    private static final String TIED_HEAD = "lm_head.weight";
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final int NAMES_SHOWN = 5;

    private CausalLanguageModel() {}

    /**
     * Loads a model in float32 on DJL's default device.
     *
     * @param directory with {@code config.json} and safetensors weights
     * @return a model whose block is a {@link CausalLm}
     * @throws IOException when a file is missing or broken
     * @throws IllegalArgumentException when the architecture is not supported, or a weight is
     *     missing, unknown or of the wrong shape; the message names it
     */
    public static Model load(Path directory) throws IOException {
        return load(directory, null);
    }

    /**
     * Loads a model in float32.
     *
     * @param directory with {@code config.json} and safetensors weights
     * @param device where to; null for DJL's default
     * @return a model whose block is a {@link CausalLm}
     * @throws IOException as {@link #load(Path)}
     */
    public static Model load(Path directory, @Nullable Device device) throws IOException {
        CausalLm block = new CausalLm(CausalLmConfig.read(directory));
        try (CheckpointReader reader = CheckpointReader.open(directory)) {
            requireSameNames(block, reader, directory);
            for (Parameter parameter : block.getParameters().values()) {
                parameter.setInitializer(
                        (manager, shape, type) -> {
                            try {
                                return reader.read(parameter.getName(), shape, manager);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
            }
            return initialized(directory.getFileName().toString(), block, device);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Creates a model with random weights: normal with standard deviation 0.02, norms 1, biases 0.
     * Seed DJL's engine first for a model that can be made again.
     *
     * @param config the architecture
     * @return a model whose block is a {@link CausalLm}
     */
    public static Model create(CausalLmConfig config) {
        return initialized("causal-lm", new CausalLm(config), null);
    }

    private static Model initialized(String name, CausalLm block, @Nullable Device device) {
        Model model = Model.newInstance(name, device, ENGINE);
        try {
            block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 1));
            model.setBlock(block);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void requireSameNames(CausalLm block, CheckpointReader reader, Path directory)
            throws IOException {
        List<String> expected = block.getParameters().keys();
        List<String> missing =
                expected.stream().filter(name -> !reader.names().contains(name)).toList();
        Set<String> unknown = new TreeSet<>(reader.names());
        expected.forEach(unknown::remove);
        if (block.config().tieWordEmbeddings() && unknown.remove(TIED_HEAD)) {
            requireSameHead(reader, directory); // some checkpoints store the shared matrix twice
        }
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the weights in "
                            + directory
                            + " do not fit its config.json: missing "
                            + some(missing)
                            + ", unknown "
                            + some(unknown));
        }
    }

    private static void requireSameHead(CheckpointReader reader, Path directory)
            throws IOException {
        if (reader.names().contains(EMBEDDING) && !reader.sameValues(TIED_HEAD, EMBEDDING)) {
            throw new IllegalArgumentException(
                    directory
                            + ": tie_word_embeddings is true, but "
                            + TIED_HEAD
                            + " differs from "
                            + EMBEDDING
                            + ": set it to false in config.json, or remove one of the tensors");
        }
    }

    /** A few names and how many there are: a large model has thousands. */
    private static String some(Collection<String> names) {
        int more = names.size() - NAMES_SHOWN;
        return names.stream().limit(NAMES_SHOWN).toList()
                + (more > 0 ? " and " + more + " more" : "");
    }

    /**
     * Saves a model's weights.
     *
     * @param model its block is a {@link CausalLm}
     * @param writer in which type and shards
     * @param directory written whole or not at all
     * @param companions the files beside the weights
     * @throws IOException when the directory cannot be written
     */
    public static void save(
            Model model, CheckpointWriter writer, Path directory, DirectoryContent companions)
            throws IOException {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            tensors.put(parameter.getName(), parameter.getArray());
        }
        writer.write(directory, tensors, companions);
    }
}
