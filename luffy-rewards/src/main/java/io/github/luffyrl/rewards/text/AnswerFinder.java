package io.github.luffyrl.rewards.text;

import io.github.luffyrl.rewards.internal.answer.BoxedAnswer;
import java.util.Optional;

/** Where in a completion its answer stands. Finders are pure and take linear time. */
@FunctionalInterface
public interface AnswerFinder {

    /**
     * Finds the answer.
     *
     * @param text of a completion
     * @return the answer; empty when the text has none
     */
    Optional<String> find(String text);

    /**
     * Returns the content of the last {@code \boxed{...}}, see {@link BoxedAnswer#last}.
     *
     * @return the finder
     */
    static AnswerFinder lastBox() {
        return BoxedAnswer::last;
    }

    /**
     * Returns what follows the last occurrence of a mark, up to the end of its line.
     *
     * @param mark such as {@code ####}
     * @return the finder; a blank rest is no answer
     */
    static AnswerFinder afterLast(String mark) {
        return text -> {
            int at = text.lastIndexOf(mark);
            return at < 0
                    ? Optional.empty()
                    : text.substring(at + mark.length())
                            .lines()
                            .findFirst()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty());
        };
    }

    /**
     * Returns the content of the last {@code <name>...</name>}.
     *
     * @param name such as {@code answer}
     * @return the finder; a blank content is no answer
     */
    static AnswerFinder lastTag(String name) {
        String open = "<" + name + ">";
        String close = "</" + name + ">";
        return text -> {
            int to = text.lastIndexOf(close);
            int from = to < 0 ? -1 : text.lastIndexOf(open, to);
            return from < 0
                    ? Optional.empty()
                    : Optional.of(text.substring(from + open.length(), to).strip())
                            .filter(content -> !content.isEmpty());
        };
    }

    /**
     * Returns the whole text.
     *
     * @return the finder
     */
    static AnswerFinder wholeText() {
        return text -> Optional.of(text.strip());
    }
}
