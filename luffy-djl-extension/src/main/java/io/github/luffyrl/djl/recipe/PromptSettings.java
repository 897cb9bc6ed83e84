package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.text.PromptTemplate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How prompts are rendered.
 *
 * @param variables of the chat template by name, such as {@code enable_thinking}; one that the
 *     template does not read has no effect
 */
public record PromptSettings(Map<String, @Nullable Object> variables) {

    /** Copies the variables and refuses those that luffy gives every template. */
    public PromptSettings {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        for (String name : variables.keySet()) {
            if (PromptTemplate.RESERVED.contains(name)) {
                throw new IllegalArgumentException(
                        "variables."
                                + name
                                + ": luffy gives this one to every template; leave it out");
            }
        }
    }
}
