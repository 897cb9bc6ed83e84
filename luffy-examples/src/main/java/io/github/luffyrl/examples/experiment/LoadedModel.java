package io.github.luffyrl.examples.experiment;

import ai.djl.Model;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Sampling;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
     * Checks that there is a directory.
     *
     * @param directory a Hugging Face model directory
     * @throws IOException if not
     */
    public static void requireDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new FileNotFoundException(
                    directory + ": no such folder; a model is a folder in Hugging Face's layout");
        }
    }

    /**
     * Returns the encoder for its tokenizer and template.
     *
     * @param limits lengths of prompt and response
     * @return the encoder
     */
    public ProblemEncoder encoder(Sampling limits) {
        CausalLm block = (CausalLm) model.getBlock();
        int endToken = block.config().endToken();
        return new ProblemEncoder(
                tokenizer,
                template,
                endToken,
                limits.maxPromptTokens(),
                limits.maxResponseTokens());
    }

    /**
     * Saves the weights in the type they came in, beside the unchanged other files.
     *
     * @param target the new directory
     * @throws IOException when it cannot be written
     */
    public void save(Path target) throws IOException {
        StoredType type = ((CausalLm) model.getBlock()).config().storedType();
        CausalLanguageModel.save(
                model,
                new CheckpointWriter(type),
                target,
                CheckpointWriter.companionsOf(directory));
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
