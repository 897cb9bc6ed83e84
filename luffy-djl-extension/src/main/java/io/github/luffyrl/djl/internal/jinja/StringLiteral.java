package io.github.luffyrl.djl.internal.jinja;

/** The value of a string in a template: Python's unicode-escape, as Jinja applies it. */
final class StringLiteral {

    private static final String SIMPLE = "\\'\"abfnrtv";
    private static final String MEANING = "\\'\"\u0007\b\f\n\r\t\u000b";

    private final String written;
    private final int line;
    private final StringBuilder value = new StringBuilder();
    private int at;

    StringLiteral(String written, int line) {
        this.written = written;
        this.line = line;
    }

    String value() {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        while (at < written.length()) {
            char c = written.charAt(at++);
            if (c == '\\') {
                escape(written.codePointAt(at));
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    private void escape(int c) {
        int simple = c < 128 ? SIMPLE.indexOf(c) : -1;
        if (simple >= 0) {
            value.append(MEANING.charAt(simple));
            at++;
        } else if (c == '\n') {
            at++;
        } else if (c >= '0' && c <= '7') {
            octal();
        } else if (c == 'x' || c == 'u' || c == 'U') {
            at++;
            hexadecimal(c == 'x' ? 2 : c == 'u' ? 4 : 8);
        } else if (c == 'N') {
            throw new JinjaException(line, "\\N{..} in a string is not supported");
        } else if (c < 128) {
            value.append('\\').appendCodePoint(c);
            at++;
        } else {
            escapedLetter(c);
        }
    }

    private void octal() {
        int code = 0;
        for (int i = 0; i < 3 && at < written.length(); i++, at++) {
            int digit = Character.digit(written.charAt(at), 8);
            if (digit < 0 || written.charAt(at) > '7') {
                break;
            }
            code = 8 * code + digit;
        }
        value.append((char) code);
    }

    private void hexadecimal(int digits) {
        long code = 0;
        for (int i = 0; i < digits; i++, at++) {
            int digit = at < written.length() ? Character.digit(written.charAt(at), 16) : -1;
            if (digit < 0 || written.charAt(at) > 'f') {
                throw new JinjaException(line, "a \\x, \\u or \\U in a string lacks digits");
            }
            code = 16 * code + digit;
        }
        if (code > Character.MAX_CODE_POINT) {
            throw new JinjaException(line, "a \\U in a string is no character");
        }
        if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            throw new JinjaException(line, "half a character in a string is not supported");
        }
        value.appendCodePoint((int) code);
    }

    /** Jinja escapes letters beyond ASCII first, so that a backslash before one undoes that. */
    private void escapedLetter(int c) {
        String hex = Integer.toHexString(c);
        String code = c < 256 ? "x" : c < 0x10000 ? "u" : "U";
        int width = c < 256 ? 2 : c < 0x10000 ? 4 : 8;
        value.append('\\').append(code).append("0".repeat(width - hex.length())).append(hex);
        at += Character.charCount(c);
    }
}
