package io.github.luffyrl.rewards.verifier;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The letter of a choice in front of what it stands for, as in {@code \text{(C) } 42}. */
final class Label {

    private static final int LONGEST = 1_000;
    private static final int LONGEST_ALONE = 40;
    private static final Pattern COMMAND =
            Pattern.compile(
                    "\\\\(?:text|textbf|mathrm|mathbf|textrm|bf|rm)\\b|[{}$]|\\\\[ ,;:!]|\\\\q?quad\\b|~");
    private static final Pattern ALONE = Pattern.compile("\\(?([A-Z])\\)?");
    private static final Pattern LABELED =
            Pattern.compile(
                    "(?:\\(([A-Z])\\)\\s*|([A-Z])(?:\\)\\s*|[.:]\\s+))(\\S.*)", Pattern.DOTALL);
    private static final Pattern ANOTHER =
            Pattern.compile(
                    "^(?:or|and|nor|not|is|[/,&+=<>^*-])|\\([A-Z]\\)|^[A-Z]$|\\b(?:or|and)\\s+[A-Z]\\b|\\b[A-Z]\\)|\\b(?:wrong|incorrect|not)\\b");

    /** A letter in parentheses and what it stands for, as written. */
    private static final Pattern MEANING =
            Pattern.compile(
                    "(?s)\\s*(?:\\\\(?:text|textbf|mathrm|mathbf|textrm|bf|rm)\\b\\s*\\{?)?\\s*"
                            + "\\([A-Z]\\)[\\s~}]*(?:\\\\[ ,;:!]|\\\\q?quad\\b)*\\s*([^\\s}].*)");

    private Label() {}

    /** What the letter in front of a text stands for; empty when there is no letter, or no more. */
    static Optional<String> meaning(String text) {
        Matcher meaning = MEANING.matcher(text);
        return of(text).isPresent() && meaning.matches()
                ? Optional.of(meaning.group(1))
                : Optional.empty();
    }

    /** Whether a text is nothing but the letter of a choice. */
    static boolean isAlone(String text) {
        return text.length() <= LONGEST_ALONE && ALONE.matcher(plain(text)).matches();
    }

    /** The letter that a text consists of or begins with; empty when there is none, or another. */
    static Optional<String> of(String text) {
        String plain = plain(text);
        Matcher alone = ALONE.matcher(plain);
        if (alone.matches()) {
            return Optional.of(alone.group(1));
        }
        Matcher labeled = LABELED.matcher(plain);
        if (!labeled.matches() || ANOTHER.matcher(labeled.group(3)).find()) {
            return Optional.empty();
        }
        return Optional.of(labeled.group(1) == null ? labeled.group(2) : labeled.group(1));
    }

    private static String plain(String text) {
        return text.length() > LONGEST ? "" : COMMAND.matcher(text).replaceAll("").strip();
    }
}
