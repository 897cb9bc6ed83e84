package io.github.luffyrl.djl.run;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import io.github.luffyrl.djl.checkpoint.CheckpointReader;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.internal.Gradients;
import io.github.luffyrl.djl.internal.ModelFiles;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Hugging Face model directory, loaded: weights, tokenizer and chat template.
 *
 * @param directory where it came from
 * @param model its block is a {@link CausalLm}
 * @param tokenizer its tokenizer
 * @param template its chat template
 */
public record LoadedModel(
        Path directory, Model model, TextTokenizer tokenizer, PromptTemplate template)
        implements AutoCloseable {

    private static final int FINGERPRINTED = 1 << 16; // a weights file's header and some weights

    /**
     * Loads a directory.
     *
     * @param directory a Hugging Face model directory
     * @return the loaded model, owned by the caller
     * @throws IOException when a file is missing or broken
     */
    public static LoadedModel open(Path directory) throws IOException {
        requireDirectory(directory);
        TextTokenizer tokenizer = TextTokenizer.load(directory);
        try {
            PromptTemplate template = PromptTemplate.load(directory);
            Model model = CausalLanguageModel.load(directory);
            return new LoadedModel(directory, model, tokenizer, template);
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * Checks that there is a directory, whose files can be read.
     *
     * @param directory a Hugging Face model directory
     * @throws IOException if not, or if it has a link that leaves it
     */
    public static void requireDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new FileNotFoundException(
                    directory + ": no such folder; a model is a folder in Hugging Face's layout");
        }
        ModelFiles.check(directory);
    }

    /**
     * Tells model directories from each other without reading all of their weights.
     *
     * @param directory a Hugging Face model directory
     * @return SHA-256 over name, size and first 64 KiB of each file, 64 hexadecimal digits
     * @throws IOException when it cannot be read
     */
    public static String fingerprint(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.filter(Files::isRegularFile).sorted().toList();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                String line = file.getFileName() + "\n" + Files.size(file) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
                try (InputStream in = Files.newInputStream(file)) {
                    digest.update(in.readNBytes(FINGERPRINTED));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /**
     * Returns the model's architecture and weights.
     *
     * @return the block
     */
    public CausalLm block() {
        return (CausalLm) model.getBlock();
    }

    /**
     * Returns how many weights the model has.
     *
     * @return those of an adapter included
     */
    public long weights() {
        return block().getParameters().values().stream().mapToLong(p -> p.getShape().size()).sum();
    }

    /**
     * Returns the encoder for its tokenizer and template.
     *
     * @param maxPromptTokens longest prompt
     * @param maxResponseTokens longest response
     * @return the encoder
     */
    public ProblemEncoder encoder(int maxPromptTokens, int maxResponseTokens) {
        int endToken = block().config().endToken();
        return new ProblemEncoder(
                tokenizer, template, endToken, maxPromptTokens, maxResponseTokens);
    }

    /**
     * Saves the weights in the type they came in, with the other files unchanged.
     *
     * @param target the new directory
     * @throws IOException when it cannot be written
     */
    public void save(Path target) throws IOException {
        save(target, block().config().storedType());
    }

    /**
     * Saves the weights, with the other files unchanged but for the type in {@code config.json}.
     *
     * @param target the new directory
     * @param type how the weights are stored
     * @throws IOException when it cannot be written
     */
    public void save(Path target, StoredType type) throws IOException {
        CausalLanguageModel.save(
                model,
                new CheckpointWriter(type),
                target,
                CheckpointWriter.companionsOf(directory));
    }

    /**
     * Takes the weights that were saved, so that what is evaluated is what was saved: 16-bit types
     * round.
     *
     * @param saved where {@link #save} wrote them
     * @param type how they were saved
     * @return how many of them differ from the model before training, before and after rounding
     * @throws IOException when they cannot be read
     */
    public SavedWeights takeSaved(Path saved, StoredType type) throws IOException {
        long trained = 0;
        long left = 0;
        try (CheckpointReader before = CheckpointReader.open(directory);
                CheckpointReader after = CheckpointReader.open(saved)) {
            for (Parameter parameter : block().getParameters().values()) {
                String name = parameter.getName();
                NDArray weight = parameter.getArray();
                try (NDArray old = before.read(name, weight.getShape(), weight.getManager());
                        NDArray now = after.read(name, weight.getShape(), weight.getManager())) {
                    trained += different(old, weight);
                    left += different(old, now);
                    Gradients.unrecorded(() -> replace(weight, now));
                }
            }
        }
        return new SavedWeights(trained, left, weights(), type);
    }

    private static NDArray replace(NDArray weight, NDArray by) {
        weight.set(new NDIndex().addAllDim(weight.getShape().dimension()), by);
        return weight;
    }

    private static long different(NDArray before, NDArray after) {
        try (NDArray differs = before.neq(after);
                NDArray count = differs.sum();
                NDArray exact = count.toType(DataType.INT64, false)) {
            return exact.getLong();
        }
    }

    /**
     * Saves the adapter alone.
     *
     * @param target the new directory, in PEFT's layout
     * @throws IOException when it cannot be written
     */
    public void saveAdapter(Path target) throws IOException {
        CausalLanguageModel.saveAdapter(model, target, directory.toAbsolutePath().toString());
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
