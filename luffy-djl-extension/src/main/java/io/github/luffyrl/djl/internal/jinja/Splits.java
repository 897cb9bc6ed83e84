package io.github.luffyrl.djl.internal.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Python's split() and rsplit(). A negative limit is none. */
final class Splits {

    private Splits() {}

    static List<Object> at(String text, String separator, int limit, boolean right) {
        if (separator.isEmpty()) {
            throw new JinjaException("split(): an empty separator");
        }
        return right ? atRight(text, separator, limit) : atLeft(text, separator, limit);
    }

    private static List<Object> atLeft(String text, String separator, int limit) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at : Texts.occurrences(text, separator, limit)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<Object> atRight(String text, String separator, int limit) {
        List<Object> parts = new ArrayList<>();
        int end = text.length();
        while (parts.size() != limit) {
            int at = Search.last(text, separator, end);
            if (at < 0) {
                break;
            }
            parts.add(text.substring(at + separator.length(), end));
            end = at;
        }
        parts.add(text.substring(0, end));
        Collections.reverse(parts);
        return parts;
    }

    /** At runs of blanks; what is left behind the last allowed split keeps its far blanks. */
    static List<Object> atSpace(String text, int limit, boolean right) {
        List<Object> words = new ArrayList<>();
        int step = right ? -1 : 1;
        int end = right ? -1 : text.length();
        int at = right ? text.length() - 1 : 0;
        while (true) {
            while (at != end && Texts.isSpace(text.charAt(at))) {
                at += step;
            }
            if (at == end) {
                break;
            }
            int from = at;
            boolean last = words.size() == limit;
            while (at != end && (last || !Texts.isSpace(text.charAt(at)))) {
                at += step;
            }
            words.add(right ? text.substring(at + 1, from + 1) : text.substring(from, at));
        }
        if (right) {
            Collections.reverse(words);
        }
        return words;
    }
}
