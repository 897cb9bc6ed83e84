package io.github.luffyrl.djl.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.text.ChatTemplate;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Text in, text out, as users of DJL do it. */
class TextGeneratorTest {

    private static final Path QWEN =
            Path.of("src", "test", "resources", "models", "qwen2-tied-f32");
    private static final SamplingParams SAMPLING = new SamplingParams(1, 12);

    @Test
    void aPredictorWritesWhatThePolicyWouldWrite() throws Exception {
        try (Model model = TinyLanguage.model(3);
                Model generator = Model.newInstance("generator", "PyTorch");
                TextTokenizer tokenizer = TinyLanguage.tokenizer()) {
            for (long seed = 0; seed < 5; seed++) {
                generator.setBlock(new TextGenerator(model.getBlock(), SAMPLING, seed));
                int[] prompt = tokenizer.encode("abc");
                var request = new RolloutRequest(Tokens.of(prompt), Prefix.NONE, seed);
                var trajectory =
                        new ModelPolicy(model, 1).rollout(List.of(request), SAMPLING).get(0);
                int[] response = trajectory.response().toArray();
                int length = trajectory.finished() ? response.length - 1 : response.length;
                String expected = tokenizer.decode(Arrays.copyOf(response, length));
                TextTranslator translator =
                        new TextTranslator(tokenizer, new PromptTemplate.Plain());
                try (Predictor<String, String> predictor = generator.newPredictor(translator)) {
                    assertEquals(expected, predictor.predict("abc"));
                    assertEquals(
                            List.of(expected, expected),
                            predictor.batchPredict(List.of("abc", "abc")));
                }
                TextStreamTranslator streaming =
                        new TextStreamTranslator(tokenizer, new PromptTemplate.Plain());
                try (Predictor<String, Iterator<String>> predictor =
                        generator.newPredictor(streaming)) {
                    assertTrue(predictor.supportsStreaming());
                    List<String> pieces = new ArrayList<>();
                    predictor
                            .streamingPredict("abc")
                            .getIterativeOutput()
                            .forEachRemaining(pieces::add);
                    assertEquals(expected, String.join("", pieces));
                    long letters = Arrays.stream(response, 0, length).filter(t -> t > 1).count();
                    assertEquals(letters, pieces.size()); // special tokens have no text
                }
            }
        }
    }

    @Test
    void criteriaLoadADirectoryAndTheChatTemplateWrapsThePrompt() throws Exception {
        TextGeneratorFactory factory = new TextGeneratorFactory();
        Criteria<String, String> criteria =
                Criteria.builder()
                        .setTypes(String.class, String.class)
                        .optModelPath(QWEN)
                        .optEngine("PyTorch")
                        .optArgument("blockFactory", factory)
                        .optOption("hasParameter", "false")
                        .optTranslatorFactory(factory)
                        .optArgument("temperature", 0)
                        .optArgument("maxResponseTokens", 10)
                        .build();
        try (ZooModel<String, String> model = criteria.loadModel();
                Predictor<String, String> predictor = model.newPredictor();
                TextTokenizer tokenizer = TextTokenizer.load(QWEN);
                Model plain = CausalLanguageModel.load(QWEN)) {
            PromptTemplate template = PromptTemplate.load(QWEN);
            assertTrue(template instanceof ChatTemplate);
            int[] prompt =
                    tokenizer.encode(template.render(List.of(ChatMessage.user("What is 6 x 7?"))));
            var trajectory =
                    new ModelPolicy(plain, 1)
                            .rollout(
                                    List.of(new RolloutRequest(Tokens.of(prompt), Prefix.NONE, 0)),
                                    new SamplingParams(0, 10))
                            .get(0);
            int[] response = trajectory.response().toArray();
            int length = trajectory.finished() ? response.length - 1 : response.length;
            assertEquals(
                    tokenizer.decode(Arrays.copyOf(response, length)),
                    predictor.predict("What is 6 x 7?"));
            assertNotEquals("", predictor.predict("What is 6 x 7?"));
        }
    }

    @Test
    void criteriaStreamPiecesThatAddUpToTheWholeText() throws Exception {
        TextGeneratorFactory factory = new TextGeneratorFactory();
        @SuppressWarnings("rawtypes") // a class literal has no type argument
        Criteria<String, Iterator> criteria =
                Criteria.builder()
                        .setTypes(String.class, Iterator.class)
                        .optModelPath(QWEN)
                        .optEngine("PyTorch")
                        .optArgument("blockFactory", factory)
                        .optOption("hasParameter", "false")
                        .optTranslatorFactory(factory)
                        .optArgument("maxResponseTokens", 40)
                        .optArgument("seed", 4)
                        .build();
        try (var model = criteria.loadModel();
                var predictor = model.newPredictor()) {
            StringBuilder pieces = new StringBuilder();
            Iterator<?> stream = predictor.streamingPredict("Hi").getIterativeOutput();
            stream.forEachRemaining(pieces::append);
            assertEquals(predictor.predict("Hi").next(), pieces.toString());
        }
    }

    @Test
    void anEmptyPromptIsRefused() throws Exception {
        try (Model model = TinyLanguage.model(3);
                Model generator = Model.newInstance("generator", "PyTorch");
                TextTokenizer tokenizer = TinyLanguage.tokenizer()) {
            generator.setBlock(new TextGenerator(model.getBlock(), SAMPLING, 0));
            TextTranslator translator = new TextTranslator(tokenizer, new PromptTemplate.Plain());
            try (Predictor<String, String> predictor = generator.newPredictor(translator)) {
                TranslateException e =
                        assertThrows(TranslateException.class, () -> predictor.predict(""));
                assertTrue(e.getMessage().contains("no token"), e.getMessage());
            }
        }
    }
}
