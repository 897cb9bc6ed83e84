package io.github.luffyrl.rewards.verifier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a model's reasoning off. */
final class Reasoning {

    private Reasoning() {}

    /** What follows the last mark; null when there is none; all of it when none is asked for. */
    static @Nullable String answerPart(String response, List<String> delimiters) {
        if (delimiters.isEmpty()) {
            return response;
        }
        int end = -1;
        for (String delimiter : delimiters) {
            int at = response.lastIndexOf(delimiter);
            end = at < 0 ? end : Math.max(end, at + delimiter.length());
        }
        return end < 0 ? null : response.substring(end);
    }
}
