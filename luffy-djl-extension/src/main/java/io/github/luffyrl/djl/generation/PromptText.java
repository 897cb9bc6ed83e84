package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslatorContext;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.util.Arrays;
import java.util.List;

/** A user's text as token ids, and a response's ids as text. */
record PromptText(TextTokenizer tokenizer, PromptTemplate template) {

    NDList encode(TranslatorContext context, String prompt) {
        String rendered = template.prompt(List.of(ChatMessage.user(prompt)));
        long[] ids = Arrays.stream(tokenizer.encode(rendered)).asLongStream().toArray();
        return new NDList(context.getNDManager().create(ids));
    }

    String decode(long[] ids) {
        return tokenizer.decode(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray());
    }
}
