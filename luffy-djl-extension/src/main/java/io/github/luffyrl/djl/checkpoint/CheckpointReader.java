package io.github.luffyrl.djl.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The weights of a Hugging Face model directory: {@code model.safetensors}, or else the shards that
 * {@code model.safetensors.index.json} names. Stored float32, float16 and bfloat16 are read as
 * float32.
 *
 * <pre>{@code
 * try (CheckpointReader checkpoint = CheckpointReader.open(directory)) {
 *     NDArray norm = checkpoint.read("model.norm.weight", new Shape(896), manager);
 * }
 * }</pre>
 *
 * <p>Opening checks the headers of all files; tensors are memory-mapped piece by piece as they are
 * read, so files and tensors may exceed 2 GiB. The files must not be changed while a reader is
 * open.
 */
public final class CheckpointReader implements AutoCloseable {

    /** Values converted at a time: 16 MiB of float32. */
    private static final int BLOCK = 1 << 22;

    private record Located(SafetensorsFile file, StoredTensor tensor) {}

    private final Path directory;
    private final List<SafetensorsFile> files;
    private final Map<String, Located> tensors;

    private CheckpointReader(
            Path directory, List<SafetensorsFile> files, Map<String, Located> tensors) {
        this.directory = directory;
        this.files = files;
        this.tensors = tensors;
    }

    /**
     * Opens the weights of a model directory.
     *
     * @param directory the directory; see {@link AtomicDirectory#current} for one whose replacement
     *     was interrupted
     * @return the reader, to be closed
     * @throws IOException when a file is missing, damaged, or of an unsupported dtype; the message
     *     names the file and the tensor
     */
    public static CheckpointReader open(Path directory) throws IOException {
        Path current = AtomicDirectory.current(directory);
        Path single = current.resolve(ShardIndex.SINGLE_FILE);
        Path index = current.resolve(ShardIndex.FILE);
        List<SafetensorsFile> files = new ArrayList<>();
        Map<String, Located> tensors = new TreeMap<>();
        try {
            if (Files.exists(single)) {
                SafetensorsFile file = SafetensorsFile.open(single);
                files.add(file);
                file.tensors().forEach((name, t) -> tensors.put(name, new Located(file, t)));
            } else if (Files.exists(index)) {
                openShards(ShardIndex.read(index), files, tensors);
            } else {
                throw new FileNotFoundException(
                        directory
                                + " has no "
                                + ShardIndex.SINGLE_FILE
                                + " and no "
                                + ShardIndex.FILE
                                + ": expected a Hugging Face model directory");
            }
            return new CheckpointReader(current, files, tensors);
        } catch (IOException | RuntimeException e) {
            closeAll(files);
            throw e;
        }
    }

    /**
     * Opens the weights of an adapter.
     *
     * @param directory as PEFT saves adapters, with {@code adapter_model.safetensors}
     * @return the reader, to be closed
     * @throws IOException when the file is missing or damaged
     */
    public static CheckpointReader openAdapter(Path directory) throws IOException {
        Path current = AtomicDirectory.current(directory);
        Path path = current.resolve(CheckpointWriter.ADAPTER);
        if (!Files.exists(path)) {
            throw new FileNotFoundException(path + " is missing: expected an adapter of PEFT");
        }
        SafetensorsFile file = SafetensorsFile.open(path);
        Map<String, Located> tensors = new TreeMap<>();
        file.tensors().forEach((name, t) -> tensors.put(name, new Located(file, t)));
        return new CheckpointReader(current, List.of(file), tensors);
    }

    private static void openShards(
            ShardIndex index, List<SafetensorsFile> files, Map<String, Located> tensors)
            throws IOException {
        for (Map.Entry<String, Set<String>> shard : index.namesByShard().entrySet()) {
            SafetensorsFile file = SafetensorsFile.open(index.locate(shard.getKey()));
            files.add(file);
            ShardIndex.requireSame(index.path(), file, shard.getValue());
            file.tensors().forEach((name, t) -> tensors.put(name, new Located(file, t)));
        }
    }

    /**
     * Returns the names of all tensors.
     *
     * @return in alphabetical order
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /**
     * Returns the stored shape of a tensor.
     *
     * @param name one of {@link #names()}
     * @return the sizes; none for a scalar
     */
    public long[] shape(String name) {
        return locate(name).tensor().shape().clone();
    }

    /**
     * Returns how a tensor is stored.
     *
     * @param name one of {@link #names()}
     * @return the dtype in the file
     */
    public StoredType dtype(String name) {
        return locate(name).tensor().type();
    }

    /**
     * Reads a tensor.
     *
     * @param name one of {@link #names()}
     * @return the values in row-major order, widened exactly
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when there is no such tensor, or it has more values than an
     *     array can hold
     */
    public float[] read(String name) throws IOException {
        Located located = locate(name);
        StoredTensor tensor = located.tensor();
        if (tensor.elements() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    located.file().path()
                            + ": tensor "
                            + name
                            + " has "
                            + tensor.elements()
                            + " values, too many for one float[]: read it as an NDArray");
        }
        float[] values = new float[(int) tensor.elements()];
        for (long first = 0; first < values.length; first += BLOCK) {
            int count = Math.min(BLOCK, values.length - (int) first);
            located.file().read(tensor, first, FloatBuffer.wrap(values, (int) first, count));
        }
        return values;
    }

    /**
     * Reads a tensor into a float32 array.
     *
     * @param name one of {@link #names()}
     * @param expected the shape that the model needs
     * @param manager owner of the result, on whose device it is created
     * @return the array, of the expected shape
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when there is no such tensor or its shape differs
     */
    public NDArray read(String name, Shape expected, NDManager manager) throws IOException {
        Located located = located(name, expected);
        // The engine may alias a buffer that an array is created from. Filling an array of its own
        // keeps the weights out of the JVM's limited direct memory.
        NDArray array = manager.create(expected, DataType.FLOAT32);
        try (NDArray flat = array.reshape(-1)) {
            fill(flat, located);
            return array;
        } catch (IOException | RuntimeException e) {
            array.close();
            throw e;
        }
    }

    private Located located(String name, Shape expected) {
        Located located = locate(name);
        StoredTensor tensor = located.tensor();
        if (!Arrays.equals(tensor.shape(), expected.getShape())) {
            throw new IllegalArgumentException(
                    located.file().path()
                            + ": tensor "
                            + name
                            + " has shape "
                            + Arrays.toString(tensor.shape())
                            + ", expected "
                            + Arrays.toString(expected.getShape())
                            + ": do config.json and the weights belong together?");
        }
        return located;
    }

    /**
     * Checks the shape of a tensor.
     *
     * @param name one of {@link #names()}
     * @param expected the shape that the model needs
     * @throws IllegalArgumentException when there is no such tensor or its shape differs
     */
    public void requireShape(String name, Shape expected) {
        located(name, expected);
    }

    private static void fill(NDArray flat, Located located) throws IOException {
        long elements = located.tensor().elements();
        ByteBuffer block =
                ByteBuffer.allocateDirect((int) Math.min(BLOCK, elements) * Float.BYTES)
                        .order(ByteOrder.nativeOrder());
        for (long first = 0; first < elements; first += BLOCK) {
            int count = (int) Math.min(BLOCK, elements - first);
            block.limit(count * Float.BYTES);
            located.file().read(located.tensor(), first, block.asFloatBuffer());
            try (NDArray values =
                    flat.getManager().create(block, new Shape(count), DataType.FLOAT32)) {
                flat.set(new NDIndex("{}:{}", first, first + count), values);
            }
        }
    }

    /**
     * Compares two tensors, block by block.
     *
     * @param first one of {@link #names()}
     * @param second one of {@link #names()}
     * @return whether shapes and values are equal, however they are stored
     * @throws IOException when the file cannot be read
     */
    public boolean sameValues(String first, String second) throws IOException {
        Located a = locate(first);
        Located b = locate(second);
        if (!Arrays.equals(a.tensor().shape(), b.tensor().shape())) {
            return false;
        }
        long elements = a.tensor().elements();
        for (long from = 0; from < elements; from += BLOCK) {
            int count = (int) Math.min(BLOCK, elements - from);
            FloatBuffer left = FloatBuffer.allocate(count);
            FloatBuffer right = FloatBuffer.allocate(count);
            a.file().read(a.tensor(), from, left);
            b.file().read(b.tensor(), from, right);
            if (!Arrays.equals(left.array(), right.array())) {
                return false;
            }
        }
        return true;
    }

    private Located locate(String name) {
        Located located = tensors.get(name);
        if (located == null) {
            throw new IllegalArgumentException(
                    directory + " has no tensor " + name + " among its " + tensors.size());
        }
        return located;
    }

    @Override
    public void close() throws IOException {
        closeAll(files);
    }

    private static void closeAll(Collection<SafetensorsFile> files) throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
