package io.github.luffyrl.djl.problem;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a JSON file as texts, one after the other: the lines of JSON Lines, or the elements
 * of a list. No row is held in memory beyond the limit of its length.
 */
final class JsonTexts {

    /**
     * A row.
     *
     * @param text cut off behind the limit if the row is longer
     * @param number of the row, from 1; that of the line in JSON Lines
     * @param line at which it begins, from 1
     * @param tooLong whether it is longer than the limit
     */
    record Row(String text, int number, int line, boolean tooLong) {}

    private final Path file;
    private final BufferedReader in;
    private final int maxCharacters;
    private final boolean list;
    private int line = 1;
    private int number;
    private boolean afterReturn;
    private boolean ended;

    /** Looks at the first character that is no space. */
    JsonTexts(Path file, BufferedReader in, int maxCharacters) throws IOException {
        this.file = file;
        this.in = in;
        this.maxCharacters = maxCharacters;
        list = startsWithBracket(in);
    }

    private static boolean startsWithBracket(BufferedReader in) throws IOException {
        int looked = 1 << 12; // blank lines before a list
        in.mark(looked);
        int c = in.read();
        for (int i = 1; i < looked && c >= 0 && Character.isWhitespace(c); i++) {
            c = in.read();
        }
        in.reset();
        return c == '[';
    }

    /** Whether the file is one list. */
    boolean isList() {
        return list;
    }

    /** The next row, or null. */
    @Nullable Row next() throws IOException {
        if (ended) {
            return null;
        }
        return list ? element() : textLine();
    }

    int line() {
        return line;
    }

    private @Nullable Row textLine() throws IOException {
        int start = line;
        StringBuilder text = new StringBuilder();
        boolean tooLong = false;
        int c = read();
        if (c < 0) {
            ended = true;
            return null;
        }
        for (; c >= 0 && c != '\n'; c = read()) {
            if (text.length() < maxCharacters) {
                text.append((char) c);
            } else {
                tooLong = true;
            }
        }
        ended = c < 0;
        return new Row(text.toString(), ++number, start, tooLong);
    }

    private @Nullable Row element() throws IOException {
        int c = readBehindSpace();
        if (number == 0) {
            c = readBehindSpace(); // behind the bracket
            if (c == ']') {
                return end();
            }
        }
        int start = line;
        Element element = new Element();
        while (!element.endsAt(c)) {
            if (c < 0) {
                throw new IllegalArgumentException(
                        file + ": the list in it has no end; is the file complete?");
            }
            element.add((char) c, maxCharacters);
            c = read();
        }
        Row row = new Row(element.text.toString(), ++number, start, element.tooLong);
        if (c == ']') {
            end();
        }
        return row;
    }

    private @Nullable Row end() throws IOException {
        ended = true;
        if (readBehindSpace() >= 0) {
            throw new IllegalArgumentException(
                    file
                            + ":"
                            + line
                            + ": something behind the list; write one list, or one object a line");
        }
        return null;
    }

    private int readBehindSpace() throws IOException {
        int c = read();
        while (c >= 0 && Character.isWhitespace(c)) {
            c = read();
        }
        return c;
    }

    /** The next character; each kind of line end is one line feed. */
    private int read() throws IOException {
        int c = in.read();
        if (c == '\n' && afterReturn) {
            c = in.read();
        }
        afterReturn = c == '\r';
        if (c == '\n' || c == '\r') {
            line++;
            return '\n';
        }
        return c;
    }

    /** An element of a list as far as it was read. */
    private static final class Element {

        private final StringBuilder text = new StringBuilder();
        private boolean tooLong;
        private int depth;
        private boolean inString;
        private boolean escaped;

        boolean endsAt(int c) {
            return !inString && depth == 0 && (c == ',' || c == ']');
        }

        void add(char c, int maxCharacters) {
            if (text.length() < maxCharacters) {
                text.append(c);
            } else {
                tooLong = true;
            }
            if (inString) {
                inString = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }
}
