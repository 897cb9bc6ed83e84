package io.github.luffyrl.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.checkpoint.RotaryScaling;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.dataset.ProblemEncoder;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** A language of 16 tokens: 0 unknown, 1 the end, 2 to 15 the letters a to n; and a model of it. */
public final class TinyLanguage {

    public static final int VOCABULARY = 16;
    public static final int END = 1;

    private TinyLanguage() {}

    public static CausalLmConfig config() {
        return new CausalLmConfig(
                ModelType.QWEN2,
                StoredType.F32,
                VOCABULARY,
                16,
                24,
                2,
                4,
                2,
                4,
                10000,
                RotaryScaling.NONE,
                1e-6,
                true,
                128,
                OptionalInt.empty(),
                Set.of(END),
                OptionalInt.empty());
    }

    /** A random model whose predictions differ clearly from token to token. */
    public static Model model(int seed) {
        Engine.getEngine("PyTorch").setRandomSeed(seed);
        Model model = CausalLanguageModel.create(config());
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                parameter.getArray().muli(10); // from a deviation of 0.02 to 0.2
            }
        }
        return model;
    }

    public static TextTokenizer tokenizer() throws IOException {
        return TextTokenizer.load(Path.of("src", "test", "resources", "tiny-language"));
    }

    /** Prompts are the user's text as it is. */
    public static ProblemEncoder encoder(TextTokenizer tokenizer, int maxResponseTokens) {
        return new ProblemEncoder(
                tokenizer, new PromptTemplate.Plain(), END, 16, maxResponseTokens);
    }

    /** Copies of all weights, by qualified name. */
    public static Map<String, float[]> weights(Model model) {
        Map<String, float[]> weights = new TreeMap<>();
        for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
            weights.put(pair.getKey(), pair.getValue().getArray().toFloatArray());
        }
        return weights;
    }

    /** Copies of all gradients, by qualified name. */
    public static Map<String, float[]> gradients(Model model) {
        Map<String, float[]> gradients = new TreeMap<>();
        for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
            try (NDArray gradient = pair.getValue().getArray().getGradient()) {
                gradients.put(pair.getKey(), gradient.toFloatArray());
            }
        }
        return gradients;
    }
}
