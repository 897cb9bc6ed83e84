package io.github.luffyrl.djl.problem;

/**
 * Which fields of a row hold what. A path such as {@code reward_model.ground_truth} leads into
 * nested fields; a field whose name has a dot is found by its whole name.
 *
 * @param prompt a text, or chat messages
 * @param answer a text or a number
 * @param demonstrations one text, a list of texts, or chat messages of which the assistant's one is
 *     the demonstration; if it is the field of {@code prompt}, the conversation up to that message
 *     is the prompt
 * @param id a text or a number, unique
 * @param source a text
 */
public record ProblemFields(
        String prompt, String answer, String demonstrations, String id, String source) {

    /** The path of a field that is found by the layout of the row. */
    public static final String AUTO = "auto";

    /** Rejects empty paths. */
    public ProblemFields {
        require("prompt", prompt);
        require("answer", answer);
        require("demonstrations", demonstrations);
        require("id", id);
        require("source", source);
    }

    private static void require(String target, String path) {
        if (path.isBlank() || path.startsWith(".") || path.endsWith(".") || path.contains("..")) {
            throw new IllegalArgumentException(
                    target
                            + " = '"
                            + path
                            + "': need the name of a field, such as question or"
                            + " reward_model.ground_truth, or auto");
        }
    }

    /** Returns the fields of luffy's own layout and of that of LUFFY's authors. */
    public static ProblemFields auto() {
        return new ProblemFields(AUTO, AUTO, AUTO, AUTO, AUTO);
    }

    /** Returns these fields for problems that are only evaluated. */
    ProblemFields withoutDemonstrations() {
        return new ProblemFields(prompt, answer, AUTO, id, source);
    }
}
