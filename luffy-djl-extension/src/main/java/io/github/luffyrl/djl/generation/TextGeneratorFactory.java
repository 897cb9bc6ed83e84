package io.github.luffyrl.djl.generation;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import ai.djl.translate.ArgumentsUtil;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Lets DJL's Criteria load a Hugging Face model directory as a {@link TextGenerator}. The option
 * tells DJL to look for no weights of its own.
 *
 * <pre>{@code
 * TextGeneratorFactory factory = new TextGeneratorFactory();
 * Criteria<String, String> criteria =
 *         Criteria.builder()
 *                 .setTypes(String.class, String.class)
 *                 .optModelPath(Path.of("Qwen2.5-0.5B-Instruct"))
 *                 .optEngine("PyTorch")
 *                 .optArgument("blockFactory", factory)
 *                 .optOption("hasParameter", "false")
 *                 .optTranslatorFactory(factory)
 *                 .optArgument("temperature", 0.7)
 *                 .build();
 * try (ZooModel<String, String> model = criteria.loadModel();
 *         Predictor<String, String> predictor = model.newPredictor()) {
 *     String answer = predictor.predict("What is 6 times 7?");
 * }
 * }</pre>
 *
 * <p>Further arguments, with their defaults: {@code temperature} 1, {@code maxResponseTokens} 512,
 * {@code topK} 0, {@code topP} 1, {@code minP} 0, {@code seed} 0. With output type {@code Iterator}
 * the predictor's {@code streamingPredict} gives the text in pieces.
 */
public final class TextGeneratorFactory implements BlockFactory, TranslatorFactory {

    private static final long serialVersionUID = 1L;
    private static final int MAX_RESPONSE_TOKENS = 512;

    /** Creates the factory, also by its name in {@code serving.properties}. */
    public TextGeneratorFactory() {}

    @Override
    public Block newBlock(Model model, Path directory, Map<String, ?> arguments)
            throws IOException {
        SamplingParams sampling =
                new SamplingParams(
                                number(arguments, "temperature", 1),
                                ArgumentsUtil.intValue(
                                        arguments, "maxResponseTokens", MAX_RESPONSE_TOKENS))
                        .withTopK(ArgumentsUtil.intValue(arguments, "topK", 0))
                        .withTopP(number(arguments, "topP", 1))
                        .withMinP(number(arguments, "minP", 0));
        return new TextGenerator(
                CausalLanguageModel.loadBlock(directory, model.getNDManager()),
                sampling,
                ArgumentsUtil.longValue(arguments, "seed", 0));
    }

    /** Not by way of float, as DJL would read it. */
    private static double number(Map<String, ?> arguments, String key, double otherwise) {
        Object value = arguments.get(key);
        return value == null ? otherwise : Double.parseDouble(value.toString());
    }

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(
                new Pair<>(String.class, String.class), new Pair<>(String.class, Iterator.class));
    }

    @Override
    @SuppressWarnings("unchecked") // the types are checked against those supported
    public <I, O> Translator<I, O> newInstance(
            Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new IllegalArgumentException(
                    "no translator from " + input + " to " + output + "; " + getSupportedTypes());
        }
        try {
            PromptTemplate template = PromptTemplate.load(model.getModelPath());
            TextTokenizer tokenizer = TextTokenizer.load(model.getModelPath());
            model.getNDManager()
                    .attachInternal("tokenizer " + System.identityHashCode(tokenizer), tokenizer);
            return (Translator<I, O>)
                    (output == String.class
                            ? new TextTranslator(tokenizer, template)
                            : new TextStreamTranslator(tokenizer, template));
        } catch (IOException e) {
            throw new TranslateException(e);
        }
    }
}
