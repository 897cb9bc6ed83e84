package io.github.luffyrl.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.checkpoint.RotaryScaling;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
        return config(128);
    }

    private static CausalLmConfig config(int positions) {
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
                positions,
                OptionalInt.empty(),
                Set.of(END),
                OptionalInt.empty());
    }

    /** A random model whose predictions differ clearly from token to token. */
    public static Model model(int seed) {
        return model(seed, 128);
    }

    /** Such a model of rows of up to so many tokens. */
    public static Model model(int seed, int positions) {
        Engine.getEngine("PyTorch").setRandomSeed(seed);
        Model model = CausalLanguageModel.create(config(positions));
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

    /** Two problems with one demonstration each, which the random model hardly ever writes. */
    public static List<Problem> problems() {
        return List.of(
                Problem.of("first", "ab", "ccc", Demonstration.of("ccc")),
                Problem.of("second", "de", "fgf", Demonstration.of("fgf")));
    }

    /** 1 for exactly the answer. */
    public static Reward exactly(Problem problem, Completion completion) {
        return Reward.of(completion.text().equals(problem.answer()));
    }

    /** A policy without a model: four tokens of equal probability, or the prefix alone. */
    public static List<Trajectory> writeAnything(
            List<RolloutRequest> requests, SamplingParams sampling) {
        return requests.stream().map(TinyLanguage::writeAnything).toList();
    }

    private static Trajectory writeAnything(RolloutRequest request) {
        int prefix = request.prefix().length();
        if (prefix > 0) {
            return new Trajectory(
                    request.prompt(), request.prefix().tokens(), prefix, new float[prefix], true);
        }
        TokenRandom random = new TokenRandom(request.seed());
        int[] response = new int[4];
        Arrays.setAll(response, i -> (int) (random.nextUniform() * VOCABULARY));
        float[] logProbs = new float[4];
        Arrays.fill(logProbs, (float) -Math.log(VOCABULARY));
        return new Trajectory(request.prompt(), Tokens.of(response), 0, logProbs, false);
    }

    /** Copies of all weights, by qualified name. */
    public static Map<String, float[]> weights(Model model) {
        Map<String, float[]> weights = new TreeMap<>();
        for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
            weights.put(pair.getKey(), pair.getValue().getArray().toFloatArray());
        }
        return weights;
    }

    /** Copies of the gradients of all that is trained, by qualified name. */
    public static Map<String, float[]> gradients(Model model) {
        Map<String, float[]> gradients = new TreeMap<>();
        for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
            if (!pair.getValue().requiresGradient()) {
                continue;
            }
            try (NDArray gradient = pair.getValue().getArray().getGradient()) {
                gradients.put(pair.getKey(), gradient.toFloatArray());
            }
        }
        return gradients;
    }

    /** Writes a model as a directory that it can be loaded from. */
    public static void save(Model model, Path directory) throws IOException {
        CausalLanguageModel.save(
                model, new CheckpointWriter(StoredType.F32), directory, config()::write);
    }
}
