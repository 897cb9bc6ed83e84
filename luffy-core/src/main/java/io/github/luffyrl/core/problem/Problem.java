package io.github.luffyrl.core.problem;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A problem with a verifiable answer, and any number of demonstrations of its solution.
 *
 * @param id names the problem in messages and seeds its rollouts; unique within a data set
 * @param source the data set it comes from, such as {@code math}; accuracy is reported per source;
 *     may be empty
 * @param prompt the conversation up to the model's turn, at least one message
 * @param answer the ground truth, as the reward function expects it
 * @param demonstrations solutions of other policies; empty for a problem without guidance
 * @param attributes whatever else the data file says of the problem, by its name there
 */
public record Problem(
        String id,
        String source,
        List<ChatMessage> prompt,
        String answer,
        List<Demonstration> demonstrations,
        Map<String, String> attributes)
        implements Serializable {

    /** Copies the collections and rejects an empty id or prompt. */
    public Problem {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a problem needs an id");
        }
        if (prompt.isEmpty() || prompt.stream().allMatch(m -> m.content().isEmpty())) {
            throw new IllegalArgumentException("problem " + id + " has an empty prompt");
        }
        prompt = List.copyOf(prompt);
        demonstrations = List.copyOf(demonstrations);
        attributes = Map.copyOf(attributes);
    }

    /**
     * Returns a problem whose prompt is a single user turn.
     *
     * @param id the problem's name
     * @param prompt the user's text
     * @param answer the ground truth
     * @param demonstrations solutions of other policies
     * @return the problem
     */
    public static Problem of(
            String id, String prompt, String answer, Demonstration... demonstrations) {
        return new Problem(
                id,
                "",
                List.of(ChatMessage.user(prompt)),
                answer,
                List.of(demonstrations),
                Map.of());
    }
}
