package io.github.luffyrl.core.problem;

import java.io.Serializable;
import java.util.Objects;

/**
 * One turn of a conversation.
 *
 * @param role of the speaker, in the words of the model's chat template: {@code system}, {@code
 *     user}, {@code assistant}
 * @param content what is said; may be empty
 */
public record ChatMessage(String role, String content) implements Serializable {

    /** Rejects null and an empty role. */
    public ChatMessage {
        Objects.requireNonNull(content, "content");
        if (role.isBlank()) {
            throw new IllegalArgumentException("a chat message needs a role, such as \"user\"");
        }
    }

    /**
     * Returns a user turn.
     *
     * @param content the text
     * @return the message
     */
    public static ChatMessage user(String content) {
        return new ChatMessage("user", content);
    }
}
