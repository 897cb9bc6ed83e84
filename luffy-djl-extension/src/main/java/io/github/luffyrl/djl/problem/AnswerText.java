package io.github.luffyrl.djl.problem;

import java.util.Optional;

/** Which part of a field is the gold answer. */
public sealed interface AnswerText {

    /**
     * Finds the answer.
     *
     * @param field the text of the field
     * @return the answer; empty if the field does not hold one
     */
    Optional<String> find(String field);

    /** Returns the whole field. */
    static AnswerText whole() {
        return new Whole();
    }

    /** Returns the content of the last {@code \boxed{..}}, as in the solutions of MATH. */
    static AnswerText lastBox() {
        return new LastBox();
    }

    /**
     * Returns what stands behind a marker, as behind {@code ####} in the solutions of GSM8K.
     *
     * @param marker not blank; the last one in the field counts
     */
    static AnswerText after(String marker) {
        return new After(marker);
    }

    /** The whole field, as it stands. */
    record Whole() implements AnswerText {

        @Override
        public Optional<String> find(String field) {
            return Optional.of(field);
        }
    }

    /** The content of the last box. */
    record LastBox() implements AnswerText {

        private static final String BOX = "\\boxed{";

        @Override
        public Optional<String> find(String field) {
            int start = field.lastIndexOf(BOX);
            if (start < 0) {
                return Optional.empty();
            }
            int depth = 1;
            for (int i = start + BOX.length(); i < field.length(); i++) {
                char c = field.charAt(i);
                if (c == '\\') {
                    i++; // what is escaped is no brace of the box
                } else if (c == '{') {
                    depth++;
                } else if (c == '}' && --depth == 0) {
                    return Optional.of(field.substring(start + BOX.length(), i).strip());
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "the last \\boxed{..}";
        }
    }

    /**
     * The text behind the last marker.
     *
     * @param marker not blank
     */
    record After(String marker) implements AnswerText {

        /** Checks the marker. */
        public After {
            if (marker.isBlank()) {
                throw new IllegalArgumentException("need a marker, such as '####'");
            }
        }

        @Override
        public Optional<String> find(String field) {
            int start = field.lastIndexOf(marker);
            return start < 0
                    ? Optional.empty()
                    : Optional.of(field.substring(start + marker.length()).strip());
        }

        @Override
        public String toString() {
            return "the text after \"" + marker + "\"";
        }
    }
}
