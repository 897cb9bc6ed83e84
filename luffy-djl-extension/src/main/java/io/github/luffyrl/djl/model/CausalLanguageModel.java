package io.github.luffyrl.djl.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.CheckpointReader;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.DirectoryContent;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import io.github.luffyrl.djl.checkpoint.StoredType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
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
    private static final String LM_HEAD = "lm_head.weight";
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
        return load(directory, device, manager -> loadBlock(directory, manager));
    }

    /** Loads a Block by means of a manager. */
    @FunctionalInterface
    interface BlockLoader {
        Block load(NDManager manager) throws IOException;
    }

    static Model load(Path directory, @Nullable Device device, BlockLoader loader)
            throws IOException {
        Model model = Model.newInstance(directory.getFileName().toString(), device, ENGINE);
        try {
            model.setBlock(loader.load(model.getNDManager()));
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Loads a Block in float32, for whoever has a DJL model to put it in.
     *
     * @param directory with {@code config.json} and safetensors weights
     * @param manager owns the weights
     * @return the Block, ready to be used
     * @throws IOException as {@link #load(Path)}
     */
    public static CausalLm loadBlock(Path directory, NDManager manager) throws IOException {
        CausalLm block = new CausalLm(CausalLmConfig.read(directory));
        try (CheckpointReader reader = CheckpointReader.open(directory)) {
            requireSameNames(block, reader, directory);
            block.getParameters().values().forEach(parameter -> readFrom(reader, parameter));
            initialize(block, manager);
            return block;
        }
    }

    /** Loads all of a language model but its head, which it does without. */
    static ValueModel loadValueModel(Path directory, NDManager manager) throws IOException {
        ValueModel block = new ValueModel(CausalLmConfig.read(directory));
        try (CheckpointReader reader = CheckpointReader.open(directory)) {
            Set<String> stored = new TreeSet<>(reader.names());
            stored.remove(LM_HEAD);
            List<Parameter> parameters =
                    block.getParameters().values().stream()
                            .filter(parameter -> !ValueModel.isHead(parameter))
                            .toList();
            requireFit(directory, parameters.stream().map(Parameter::getName).toList(), stored);
            parameters.forEach(parameter -> readFrom(reader, parameter));
            initialize(block, manager);
            return block;
        }
    }

    private static void readFrom(CheckpointReader reader, Parameter parameter) {
        parameter.setInitializer(
                (owner, shape, type) -> {
                    try {
                        return reader.read(parameter.getName(), shape, owner);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void initialize(Block block, NDManager manager) throws IOException {
        try {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Checks, without reading the weights, that a directory has those that its {@code config.json}
     * asks for, in all shards.
     *
     * @param directory with {@code config.json} and safetensors weights
     * @return how many weights there are
     * @throws IOException as {@link #load(Path)}
     * @throws IllegalArgumentException as {@link #load(Path)}
     */
    public static long requireWeights(Path directory) throws IOException {
        CausalLm block = new CausalLm(CausalLmConfig.read(directory));
        try (CheckpointReader reader = CheckpointReader.open(directory)) {
            requireSameNames(block, reader, directory);
            long weights = 0;
            for (Parameter parameter : block.getParameters().values()) {
                reader.requireShape(parameter.getName(), parameter.getShape());
                weights += parameter.getShape().size();
            }
            return weights;
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
        Model model = Model.newInstance("causal-lm", null, ENGINE);
        CausalLm block = new CausalLm(config);
        block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 1));
        model.setBlock(block);
        return model;
    }

    private static void requireSameNames(CausalLm block, CheckpointReader reader, Path directory)
            throws IOException {
        Set<String> stored = new TreeSet<>(reader.names());
        if (block.config().tieWordEmbeddings() && stored.remove(LM_HEAD)) {
            requireSameHead(reader, directory); // some checkpoints store the shared matrix twice
        }
        requireFit(directory, block.getParameters().keys(), stored);
    }

    private static void requireFit(
            Path directory, Collection<String> expected, Collection<String> stored) {
        requireFit("the weights in " + directory + " do not fit its config.json", expected, stored);
    }

    private static void requireFit(
            String problem, Collection<String> expected, Collection<String> stored) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(stored);
        Set<String> unknown = new TreeSet<>(stored);
        expected.forEach(unknown::remove);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    problem + ": missing " + some(missing) + ", unknown " + some(unknown));
        }
    }

    private static void requireSameHead(CheckpointReader reader, Path directory)
            throws IOException {
        if (reader.names().contains(EMBEDDING) && !reader.sameValues(LM_HEAD, EMBEDDING)) {
            throw new IllegalArgumentException(
                    directory
                            + ": tie_word_embeddings is true, but "
                            + LM_HEAD
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
     * @throws IllegalStateException when the model has an adapter
     */
    public static void save(
            Model model, CheckpointWriter writer, Path directory, DirectoryContent companions)
            throws IOException {
        if (model.getBlock() instanceof CausalLm block && block.adapter().isPresent()) {
            throw new IllegalStateException(
                    "the model has an adapter: save it with saveAdapter, or call mergeAdapter first");
        }
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            tensors.put(parameter.getName(), parameter.getArray());
        }
        writer.write(directory, tensors, companions);
    }

    /**
     * Adds an adapter, as PEFT starts one: {@code A} uniform between {@code -1 / sqrt(in)} and
     * {@code 1 / sqrt(in)}, {@code B} zero, so that the model predicts what it did. From then on
     * only the adapter is trained, by whatever trainer.
     *
     * <pre>{@code
     * CausalLanguageModel.addAdapter(model, LoraConfig.ofRank(8), 0);
     * // train it, then
     * CausalLanguageModel.saveAdapter(model, Path.of("adapter"), "Qwen/Qwen2.5-Math-1.5B");
     * }</pre>
     *
     * @param model its block is a {@link CausalLm} without an adapter
     * @param lora what the adapter is like
     * @param seed of its first weights and of its dropout, which under another trainer than a
     *     {@code LuffyTrainer} is the same in each step
     * @throws IllegalArgumentException when the targets name no projection
     */
    public static void addAdapter(Model model, LoraConfig lora, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        block(model)
                .addAdapter(
                        lora,
                        seed,
                        (name, shape) -> {
                            NDManager manager = model.getNDManager();
                            if (name.endsWith(".lora_B.weight")) {
                                return manager.zeros(shape);
                            }
                            double bound = 1 / Math.sqrt((double) shape.get(1));
                            float[] values = new float[(int) shape.size()];
                            for (int i = 0; i < values.length; i++) {
                                values[i] = (float) random.nextDouble(-bound, bound);
                            }
                            return NativeArrays.array(manager, values, shape);
                        });
    }

    /**
     * Adds an adapter that was saved, here or by PEFT.
     *
     * @param model its block is a {@link CausalLm} without an adapter
     * @param directory with {@code adapter_config.json} and {@code adapter_model.safetensors}
     * @param seed of its dropout, should it be trained further
     * @throws IOException when a file is missing or broken
     * @throws IllegalArgumentException when the adapter is of a kind that is not supported, or does
     *     not fit the model
     */
    public static void loadAdapter(Model model, Path directory, long seed) throws IOException {
        LoraConfig lora = LoraConfig.read(directory);
        CausalLm block = block(model);
        try (CheckpointReader reader = CheckpointReader.openAdapter(directory)) {
            Set<String> expected = new TreeSet<>();
            for (Parameter weight : block.getParameters().values()) {
                if (LoraAdapter.projection(weight).filter(lora::targets).isPresent()) {
                    expected.add(LoraAdapter.name(weight.getName(), 'A'));
                    expected.add(LoraAdapter.name(weight.getName(), 'B'));
                }
            }
            requireFit(directory + " does not fit the model", expected, reader.names());
            block.addAdapter(
                    lora,
                    seed,
                    (name, shape) -> {
                        try {
                            return reader.read(name, shape, model.getNDManager());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Saves a model's adapter in the layout of PEFT.
     *
     * @param model its block is a {@link CausalLm} with an adapter
     * @param directory written whole or not at all
     * @param baseModel path or name of the model that the adapter belongs to
     * @throws IOException when the directory cannot be written
     * @throws IllegalStateException when the model has no adapter
     */
    public static void saveAdapter(Model model, Path directory, String baseModel)
            throws IOException {
        LoraAdapter adapter = block(model).requireAdapter();
        new CheckpointWriter(StoredType.F32)
                .writeAdapter(
                        directory,
                        adapter.tensors(),
                        folder -> adapter.config().write(folder, baseModel));
    }

    /**
     * Adds a model's adapter to its weights. The model predicts what it did with the adapter, can
     * be saved as a whole, and all its weights are trained again.
     *
     * @param model its block is a {@link CausalLm} with an adapter
     * @throws IllegalStateException when it has none
     */
    public static void mergeAdapter(Model model) {
        block(model).mergeAdapter();
    }

    private static CausalLm block(Model model) {
        if (model.getBlock() instanceof CausalLm block) {
            return block;
        }
        throw new IllegalArgumentException(
                "the model's block is a "
                        + model.getBlock().getClass().getName()
                        + "; adapters need a CausalLm");
    }
}
