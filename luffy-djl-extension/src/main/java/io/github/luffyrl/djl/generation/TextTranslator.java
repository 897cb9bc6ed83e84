package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;

/** From a user's text to a {@link TextGenerator}'s response. */
public final class TextTranslator implements NoBatchifyTranslator<String, String> {

    private final PromptText text;

    /**
     * Creates a translator.
     *
     * @param tokenizer the model's, which stays the caller's to close
     * @param template puts the text into a chat, or leaves it as it is ({@link
     *     PromptTemplate.Plain})
     */
    public TextTranslator(TextTokenizer tokenizer, PromptTemplate template) {
        text = new PromptText(tokenizer, template);
    }

    @Override
    public NDList processInput(TranslatorContext context, String prompt) {
        return text.encode(context, prompt);
    }

    @Override
    public String processOutput(TranslatorContext context, NDList response) {
        return text.decode(response.head().toLongArray());
    }
}
