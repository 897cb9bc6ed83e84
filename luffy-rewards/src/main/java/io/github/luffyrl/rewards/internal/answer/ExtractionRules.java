package io.github.luffyrl.rewards.internal.answer;

import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.BoxPriority;
import java.util.List;
import java.util.Set;

/**
 * Where an answer is looked for.
 *
 * @param forms in which it may be written
 * @param boxPriority when a box is taken for the answer
 * @param anchorRequired whether only boxes and what follows words like "answer is" count
 * @param choices the letters of {@link AnswerForm#CHOICE}
 * @param choiceIgnoresCase whether they may be written in the other case
 */
public record ExtractionRules(
        Set<AnswerForm> forms,
        BoxPriority boxPriority,
        boolean anchorRequired,
        List<String> choices,
        boolean choiceIgnoresCase) {

    /** Copies the collections. */
    public ExtractionRules {
        forms = Set.copyOf(forms);
        choices = List.copyOf(choices);
    }

    /** The same rules, where only boxes and what follows words like "answer is" count. */
    ExtractionRules withAnchor() {
        return new ExtractionRules(forms, boxPriority, true, choices, choiceIgnoresCase);
    }
}
