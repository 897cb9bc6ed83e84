package io.github.luffyrl.rewards.shape;

import io.github.luffyrl.rewards.internal.answer.BoxedAnswer;

/** A shape that a text has or has not. Rules are pure and take time linear in the text. */
@FunctionalInterface
public interface FormatRule {

    /**
     * Tests a text.
     *
     * @param text of a completion
     * @return whether it has the shape
     */
    boolean holds(String text);

    /**
     * Returns the rule that both hold.
     *
     * @param other a further shape
     * @return the stricter rule
     */
    default FormatRule and(FormatRule other) {
        return text -> holds(text) && other.holds(text);
    }

    /**
     * Thought, then answer: the text begins with {@code <think>}, holds this tag and {@code
     * </think>} once each, and goes on with something after the latter. The thought may be empty.
     *
     * @return the rule
     */
    static FormatRule thinkThenAnswer() {
        return text -> {
            int end = text.indexOf("</think>");
            return text.startsWith("<think>")
                    && end >= 0
                    && text.indexOf("<think>", 1) < 0
                    && text.indexOf("</think>", end + 1) < 0
                    && !text.substring(end + "</think>".length()).isBlank();
        };
    }

    /**
     * The text holds {@code <think>} and {@code </think>}, in whatever order and number, as reward
     * versions 0, 1 and 3 of LUFFY's authors ask.
     *
     * @return the rule
     */
    static FormatRule thinkTags() {
        return text -> text.contains("<think>") && text.contains("</think>");
    }

    /**
     * The text's last {@code \boxed{...}} or {@code \fbox{...}} is closed and not blank.
     *
     * @return the rule
     */
    static FormatRule boxed() {
        return text -> BoxedAnswer.last(text).isPresent();
    }

    /**
     * The text holds exactly one {@code <name>...</name>}, and that is not blank.
     *
     * @param name of the tag, such as {@code answer}
     * @return the rule
     */
    static FormatRule tag(String name) {
        String open = "<" + name + ">";
        String close = "</" + name + ">";
        return text -> {
            int from = text.indexOf(open);
            int to = text.indexOf(close);
            return from >= 0
                    && from + open.length() <= to
                    && from == text.lastIndexOf(open)
                    && to == text.lastIndexOf(close)
                    && !text.substring(from + open.length(), to).isBlank();
        };
    }
}
