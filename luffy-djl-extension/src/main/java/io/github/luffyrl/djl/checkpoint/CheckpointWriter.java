package io.github.luffyrl.djl.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.luffyrl.djl.internal.ModelFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes a Hugging Face model directory: the weights as {@code model.safetensors}, or as shards
 * with an index when they take more than {@code shardBytes}, and the files that belong to them.
 *
 * <pre>{@code
 * new CheckpointWriter(StoredType.BF16)
 *         .write(directory, tensors, CheckpointWriter.companionsOf(source));
 * }</pre>
 *
 * <p>The same tensors give the same bytes. The directory appears at once and complete: {@link
 * AtomicDirectory} says what a crash can leave.
 *
 * @param type how the weights are stored
 * @param shardBytes most bytes of weights in a file, at least 1; only a tensor that alone takes
 *     more makes a larger file
 */
public record CheckpointWriter(StoredType type, long shardBytes) {

    /** The shard size of Hugging Face: 5 GB. */
    public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

    static final String ADAPTER = "adapter_model.safetensors";

    private static final String CONFIG = "config.json";

    /** Rejects a shard size below 1. */
    public CheckpointWriter {
        if (shardBytes < 1) {
            throw new IllegalArgumentException("shardBytes = " + shardBytes + ", need at least 1");
        }
    }

    /**
     * Creates a writer with the default shard size.
     *
     * @param type how the weights are stored
     */
    public CheckpointWriter(StoredType type) {
        this(type, DEFAULT_SHARD_BYTES);
    }

    /**
     * Returns the files beside the weights of a model directory, to be copied unchanged:
     * configuration, tokenizer, chat template, licence.
     *
     * @param source a model directory, at least with {@code config.json}
     * @return what copies them, whichever are there
     */
    public static DirectoryContent companionsOf(Path source) {
        return directory -> {
            Path current = AtomicDirectory.current(source);
            if (!Files.exists(current.resolve(CONFIG))) {
                throw new FileNotFoundException(
                        source + " has no " + CONFIG + ": expected a Hugging Face model directory");
            }
            ModelFiles.check(current);
            for (String name : ModelFiles.COMPANIONS) {
                if (Files.exists(current.resolve(name))) {
                    byte[] bytes = Files.readAllBytes(current.resolve(name));
                    Files.write(directory.resolve(name), bytes);
                }
            }
        };
    }

    /**
     * Writes a model directory, in place of an existing one. Its {@code config.json} says how the
     * weights are stored, whatever the companions say.
     *
     * @param directory the directory; when it exists, it is empty or holds a checkpoint, and
     *     nothing in it survives
     * @param tensors float32 arrays by name
     * @param companions the files beside the weights, such as {@link #companionsOf} or {@code
     *     config::write}
     * @throws IOException when anything fails; an existing directory is then as it was
     * @throws IllegalArgumentException when a tensor is not float32 or holds a number that the
     *     stored type cannot represent, or the directory holds something else than a checkpoint
     */
    public void write(Path directory, Map<String, NDArray> tensors, DirectoryContent companions)
            throws IOException {
        SortedMap<String, NDArray> sorted = new TreeMap<>(tensors);
        requireWritable(sorted);
        requireReplaceable(directory);
        AtomicDirectory.replace(
                directory,
                temporary -> {
                    companions.writeTo(temporary);
                    ConfigRenderer.stateType(temporary.resolve(CONFIG), type);
                    writeWeights(temporary, sorted);
                });
    }

    /**
     * Writes the directory of an adapter, in place of an existing one, as one file.
     *
     * @param directory the directory; when it exists, it is empty or holds an adapter
     * @param tensors float32 arrays by name
     * @param companions the files beside the weights, {@code adapter_config.json} among them
     * @throws IOException when anything fails; an existing directory is then as it was
     */
    public void writeAdapter(
            Path directory, Map<String, NDArray> tensors, DirectoryContent companions)
            throws IOException {
        SortedMap<String, NDArray> sorted = new TreeMap<>(tensors);
        requireWritable(sorted);
        requireReplaceable(directory);
        AtomicDirectory.replace(
                directory,
                temporary -> {
                    companions.writeTo(temporary);
                    new SafetensorsWriter(type).write(temporary.resolve(ADAPTER), sorted);
                });
    }

    private static void requireWritable(SortedMap<String, NDArray> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("a checkpoint needs at least one tensor");
        }
        tensors.forEach(
                (name, tensor) -> {
                    if (name.equals(SafetensorsFile.METADATA)) {
                        throw new IllegalArgumentException(name + " cannot be a tensor's name");
                    }
                    if (tensor.getDataType() != DataType.FLOAT32) {
                        throw new IllegalArgumentException(
                                "tensor "
                                        + name
                                        + " is "
                                        + tensor.getDataType()
                                        + ": only FLOAT32 arrays can be written");
                    }
                });
    }

    /** Replacing deletes: never do that to a directory that was named by mistake. */
    private static void requireReplaceable(Path directory) throws IOException {
        if (!Files.isDirectory(directory)
                || Files.exists(directory.resolve(ShardIndex.SINGLE_FILE))
                || Files.exists(directory.resolve(ShardIndex.FILE))
                || Files.exists(directory.resolve(ADAPTER))) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        directory
                                + " holds files but no checkpoint, and writing would delete them:"
                                + " choose a new or empty directory");
            }
        }
    }

    private void writeWeights(Path directory, SortedMap<String, NDArray> tensors)
            throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter(type);
        List<SortedMap<String, NDArray>> shards = shards(tensors);
        if (shards.size() == 1) {
            writer.write(directory.resolve(ShardIndex.SINGLE_FILE), tensors);
            return;
        }
        Map<String, Set<String>> namesByShard = new TreeMap<>();
        for (int i = 0; i < shards.size(); i++) {
            String name =
                    String.format(
                            Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            writer.write(directory.resolve(name), shards.get(i));
            namesByShard.put(name, shards.get(i).keySet());
        }
        long total = tensors.values().stream().mapToLong(this::bytes).sum();
        new ShardIndex(directory.resolve(ShardIndex.FILE), namesByShard).write(total);
    }

    private List<SortedMap<String, NDArray>> shards(SortedMap<String, NDArray> tensors) {
        List<SortedMap<String, NDArray>> shards = new ArrayList<>();
        SortedMap<String, NDArray> shard = new TreeMap<>();
        long used = 0;
        for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
            long bytes = bytes(tensor.getValue());
            if (!shard.isEmpty() && used + bytes > shardBytes) {
                shards.add(shard);
                shard = new TreeMap<>();
                used = 0;
            }
            shard.put(tensor.getKey(), tensor.getValue());
            used += bytes;
        }
        shards.add(shard);
        return shards;
    }

    private long bytes(NDArray tensor) {
        return tensor.size() * type.bytes();
    }
}
