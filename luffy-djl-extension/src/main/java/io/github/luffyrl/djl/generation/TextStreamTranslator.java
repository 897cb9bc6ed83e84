package io.github.luffyrl.djl.generation;

import ai.djl.inference.streaming.StreamingTranslator;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * From a user's text to pieces of a {@link TextGenerator}'s response, each as soon as it is
 * written.
 *
 * <pre>{@code
 * predictor.streamingPredict(prompt).getIterativeOutput().forEachRemaining(System.out::print);
 * }</pre>
 */
public final class TextStreamTranslator
        implements NoBatchifyTranslator<String, Iterator<String>>,
                StreamingTranslator<String, Iterator<String>> {

    private final PromptText text;

    /**
     * Creates a translator.
     *
     * @param tokenizer the model's, which stays the caller's to close
     * @param template as for {@link TextTranslator}
     */
    public TextStreamTranslator(TextTokenizer tokenizer, PromptTemplate template) {
        text = new PromptText(tokenizer, template);
    }

    @Override
    public NDList processInput(TranslatorContext context, String prompt) {
        return text.encode(context, prompt);
    }

    @Override
    public Iterator<String> processOutput(TranslatorContext context, NDList response) {
        return List.of(text.decode(response.head().toLongArray())).iterator();
    }

    @Override
    public StreamOutput<Iterator<String>> processStreamOutput(
            TranslatorContext context, Stream<NDList> tokens) {
        return new StreamOutput<>() {
            @Override
            protected Iterator<String> buildAsyncOutput() {
                throw new UnsupportedOperationException("use getIterativeOutput");
            }

            @Override
            protected void computeAsyncOutputInternal(Iterator<String> output) {
                throw new UnsupportedOperationException("use getIterativeOutput");
            }

            @Override
            public Iterator<String> getIterativeOutputInternal() {
                return new TextPieces(text, tokens);
            }
        };
    }

    @Override
    public Support getSupport() {
        return Support.ITERATIVE;
    }
}
