package io.github.luffyrl.djl.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Python's strings, which count code points, on Java's. */
final class Texts {

    private static final int PREVIEW = 40;

    private Texts() {}

    /** Requires a string, as Python's own functions do. */
    static String of(Object value, String function) {
        if (value instanceof String text) {
            return text;
        }
        throw new JinjaException(function + " of a " + Values.typeName(value) + ", not a string");
    }

    /** Shortens a value for a message. */
    static String preview(Object value) {
        if (!(value instanceof String text)) {
            return value instanceof Number ? value.toString() : Values.typeName(value);
        }
        String start =
                text.length() <= PREVIEW
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, PREVIEW / 2)) + "..";
        return start.replace("\n", "\\n");
    }

    static String unixNewlines(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** What Python's isspace() says. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    static boolean isNewline(int c) {
        return (c >= '\n' && c <= '\r')
                || (c >= 0x1c && c <= 0x1e)
                || c == 0x85
                || c == 0x2028
                || c == 0x2029;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Code points as strings. */
    static List<Object> characters(String text) {
        List<Object> characters = new ArrayList<>();
        text.codePoints().forEach(c -> characters.add(Character.toString(c)));
        return characters;
    }

    static String strip(String text, IntPredicate stripped, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && stripped.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && start < end && stripped.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        // Lowered as a whole, since a sigma that ends a word has a form of its own.
        int head = lower(text.substring(0, first)).length();
        return titleCase(text.codePointAt(0)) + lower(text).substring(head);
    }

    /** Python's title(): every run of letters starts with a capital. */
    static String title(String text) {
        StringBuilder result = new StringBuilder();
        String low = lower(text);
        if (low.length() != text.length()) {
            throw new JinjaException("title() of letters whose lower case is longer");
        }
        boolean inside = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (inside) {
                result.appendCodePoint(low.codePointAt(i));
            } else {
                result.append(titleCase(c));
            }
            inside = isCased(c);
        }
        return result.toString();
    }

    private static String titleCase(int c) {
        int title = Character.toTitleCase(c);
        if (title != c || upper(Character.toString(c)).length() == Character.charCount(c)) {
            return Character.toString(title);
        }
        throw new JinjaException(
                "the title case of " + Character.toString(c) + " is several letters");
    }

    private static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    /** Whether all letters with a case have this one, and there is one. */
    static boolean isAll(String text, boolean upperCase) {
        return text.codePoints().anyMatch(Texts::isCased)
                && text.codePoints()
                        .filter(Texts::isCased)
                        .allMatch(
                                c ->
                                        upperCase
                                                ? Character.isUpperCase(c)
                                                : Character.isLowerCase(c));
    }

    static String replace(Run run, String text, String old, String by, int limit) {
        List<Integer> found = old.isEmpty() ? borders(text, limit) : occurrences(text, old, limit);
        run.read(text.length());
        run.makeText(text.length() + (long) found.size() * (by.length() - old.length()));
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (int at : found) {
            result.append(text, from, at).append(by);
            from = at + old.length();
        }
        return result.append(text, from, text.length()).toString();
    }

    private static List<Integer> borders(String text, int limit) {
        List<Integer> borders = new ArrayList<>();
        for (int i = 0; i <= text.length() && borders.size() != limit; i++) {
            if (i == 0 || i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                borders.add(i);
            }
        }
        return borders;
    }

    /** Starts of the first {@code limit} occurrences that do not overlap; all if negative. */
    static List<Integer> occurrences(String text, String part, int limit) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; found.size() != limit; i += part.length()) {
            i = Search.first(text, part, i);
            if (i < 0) {
                break;
            }
            found.add(i);
        }
        return found;
    }

    static List<Object> lines(String text, boolean keepEnds) {
        List<Object> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isNewline(text.charAt(i))) {
                int end = i;
                if (text.startsWith("\r\n", i)) {
                    i++;
                }
                lines.add(text.substring(start, keepEnds ? i + 1 : end));
                start = i + 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** Python's isalnum(). */
    static boolean isAlphanumeric(int c) {
        int type = Character.getType(c);
        return Character.isLetter(c)
                || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    /** Python's swapcase(). */
    static String swapCase(String text) {
        StringBuilder out = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            if (c == '\u03a3') {
                throw new JinjaException("swapcase of a Greek sigma");
            }
            String letter = Character.toString(c);
            boolean upper = Character.isUpperCase(c);
            boolean lower = Character.isLowerCase(c);
            out.append(upper ? lower(letter) : lower ? upper(letter) : letter);
        }
        return out.toString();
    }

    static String pad(Run run, String text, int left, int right) {
        run.makeText(text.length() + (long) left + right);
        return " ".repeat(left) + text + " ".repeat(right);
    }
}
