package io.github.luffyrl.rewards.named;

import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.reward.RewardProvider;
import io.github.luffyrl.rewards.text.AnswerFinder;
import io.github.luffyrl.rewards.text.MultipleChoiceReward;
import io.github.luffyrl.rewards.text.NumericReward;
import io.github.luffyrl.rewards.text.TextNormalization;
import io.github.luffyrl.rewards.text.TextReward;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code math}; {@code text} with {@code answer} and {@code normalization}; {@code choice} with
 * {@code choices}; {@code numeric} with {@code answer}, {@code absolute} and {@code relative}.
 */
public final class NamedRewards implements RewardProvider {

    private static final List<String> LETTERS = List.of("A", "B", "C", "D", "E");

    /** Creates the provider; {@link java.util.ServiceLoader} does. */
    public NamedRewards() {}

    @Override
    public Set<String> kinds() {
        return Set.of("math", "text", "choice", "numeric");
    }

    @Override
    public RewardFunction create(String kind, Map<String, Object> options) {
        Options left = new Options(kind, options);
        RewardFunction reward =
                switch (kind) {
                    case "math" -> new MathReward();
                    case "text" -> new TextReward(finder(left), normalization(left));
                    case "choice" -> new MultipleChoiceReward(left.texts("choices", LETTERS));
                    case "numeric" ->
                            new NumericReward(
                                    finder(left), left.number("absolute"), left.number("relative"));
                    default -> throw Options.wrong("kind", kind, "one of " + kinds());
                };
        left.requireEmpty();
        return reward;
    }

    private static AnswerFinder finder(Options options) {
        Object value = options.take("answer", "last-box");
        if (value.equals("last-box")) {
            return AnswerFinder.lastBox();
        }
        if (value.equals("whole-text")) {
            return AnswerFinder.wholeText();
        }
        if (value instanceof Map<?, ?> map && map.size() == 1) {
            if (map.get("tag") instanceof String tag) {
                return AnswerFinder.lastTag(tag);
            }
            if (map.get("after") instanceof String mark) {
                return AnswerFinder.afterLast(mark);
            }
        }
        throw Options.wrong("answer", value, "last-box, whole-text, {tag: NAME} or {after: TEXT}");
    }

    private static TextNormalization normalization(Options options) {
        Object value = options.take("normalization", "words");
        if (value.equals("words")) {
            return TextNormalization.words();
        }
        if (value.equals("exact")) {
            return TextNormalization.exact();
        }
        if (value.equals("white-space")) {
            return TextNormalization.whiteSpace();
        }
        if (value.equals("hendrycks")) {
            return TextNormalization.hendrycks();
        }
        throw Options.wrong("normalization", value, "words, exact, white-space or hendrycks");
    }
}
