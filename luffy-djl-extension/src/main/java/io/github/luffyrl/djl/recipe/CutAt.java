package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.luffyrl.core.prefix.CutBorder;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Where demonstrations are cut: {@code token}, {@code line}, {@code sentence} or a regular
 * expression between slashes in a recipe.
 *
 * @param border the border
 */
public record CutAt(CutBorder border) {

    private static final String NEED =
            "token, line, sentence or a regular expression between slashes, such as"
                    + " '/(?=Step)/' to cut before each Step";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static CutAt of(String value) {
        return switch (value) {
            case "token" -> new CutAt(CutBorder.token());
            case "line" -> new CutAt(CutBorder.line());
            case "sentence" -> new CutAt(CutBorder.sentence());
            default -> new CutAt(pattern(value));
        };
    }

    private static CutBorder pattern(String value) {
        if (value.length() < 3 || !value.startsWith("/") || !value.endsWith("/")) {
            throw new InvalidValueException("cutAt", value, NEED);
        }
        try {
            return new CutBorder.Match(Pattern.compile(value.substring(1, value.length() - 1)));
        } catch (PatternSyntaxException e) {
            throw new InvalidValueException(
                    "cutAt", value, "a regular expression: " + e.getDescription());
        }
    }

    @JsonValue
    String toYaml() {
        if (border.equals(CutBorder.line())) {
            return "line";
        }
        if (border.equals(CutBorder.sentence())) {
            return "sentence";
        }
        return border instanceof CutBorder.Match match ? "/" + match.pattern() + "/" : "token";
    }
}
