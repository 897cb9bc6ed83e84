package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which reward scores responses. Kinds and their options are those of the reward providers on the
 * class path, see {@link io.github.luffyrl.core.reward.RewardProvider}.
 *
 * @param kind such as {@code math}
 * @param options by name; numbers, booleans, texts and lists of them
 */
public record RewardSettings(String kind, Map<String, Object> options) {

    private static final String KIND = "kind";

    /** Copies the options. */
    public RewardSettings {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static RewardSettings of(Map<String, Object> section) {
        Map<String, Object> options = new LinkedHashMap<>(section);
        if (!(options.remove(KIND) instanceof String kind)) {
            throw new IllegalArgumentException(
                    "kind = " + section.get(KIND) + ": need the name of a reward, such as math");
        }
        return new RewardSettings(kind, options);
    }

    @JsonValue
    Map<String, Object> toYaml() {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put(KIND, kind);
        section.putAll(options);
        return section;
    }
}
