package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.List;

/** Reads one token between the braces of a tag: a number, a name, a string or an operator. */
final class Scanner {

    private static final List<String> LONG_OPERATORS = List.of("//", "**", "==", "!=", ">=", "<=");
    private static final String OPERATORS = "+-/*%~[](){}><=.:|,;";

    private final String source;
    private final int start;
    private final int line;
    private int at;

    Scanner(String source, int start, int line) {
        this.source = source;
        this.start = start;
        this.line = line;
        this.at = start;
    }

    /** The index behind the token. */
    int end() {
        return at;
    }

    Token next() {
        char c = source.charAt(start);
        if (isDigit(c)) {
            return number();
        }
        if (isNamePart(c)) {
            while (at < source.length() && isNamePart(source.charAt(at))) {
                at++;
            }
            return token(Kind.NAME);
        }
        if (c == '\'' || c == '"') {
            return string(c);
        }
        for (String operator : LONG_OPERATORS) {
            if (source.startsWith(operator, start)) {
                at += 2;
                return token(Kind.OPERATOR);
            }
        }
        if (OPERATORS.indexOf(c) < 0) {
            throw new JinjaException(
                    line, "unexpected character " + Texts.preview(String.valueOf(c)));
        }
        at++;
        return token(Kind.OPERATOR);
    }

    private Token string(char quote) {
        for (at++; at < source.length() && source.charAt(at) != quote; at++) {
            if (source.charAt(at) == '\\') {
                at++;
            }
        }
        if (at >= source.length()) {
            throw new JinjaException(line, "a string is not closed: " + quote + " is missing");
        }
        String written = source.substring(start + 1, at++);
        return new Token(Kind.STRING, new StringLiteral(written, line).value(), line);
    }

    private Token number() {
        boolean afterDot = start > 0 && source.charAt(start - 1) == '.';
        digits();
        int whole = at;
        boolean fraction = peek(0) == '.' && isDigit(peek(1));
        if (fraction && !afterDot) {
            at++;
            digits();
        }
        int exponent = at + ("+-".indexOf(peek(1)) >= 0 ? 2 : 1);
        boolean hasExponent =
                Character.toLowerCase(peek(0)) == 'e'
                        && exponent < source.length()
                        && isDigit(source.charAt(exponent));
        if (hasExponent && !afterDot) {
            at = exponent;
            digits();
        }
        if (at > whole) {
            return token(Kind.FLOAT);
        }
        return integer(whole);
    }

    /** Python does not write 007. */
    private Token integer(int end) {
        boolean zero = source.charAt(start) == '0';
        boolean onlyZeros =
                source.substring(start, end).chars().allMatch(c -> c == '0' || c == '_');
        int radix = end == start + 1 && zero ? radix(peek(0)) : 0;
        if (radix > 0) {
            return integer(radix, end + 1);
        }
        if (zero && (!onlyZeros || radix(peek(0)) > 0)) {
            throw new JinjaException(line, "an integer that begins with 0");
        }
        return token(Kind.INTEGER);
    }

    /** {@code 0x1f}, {@code 0o17} or {@code 0b101}, as a decimal integer. */
    private Token integer(int radix, int digits) {
        at = digits;
        while (Character.digit(peek(0), radix) >= 0
                || (peek(0) == '_' && Character.digit(peek(1), radix) >= 0)) {
            at++;
        }
        if (at == digits || isNamePart(peek(0)) || peek(0) == '.') {
            throw new JinjaException(line, "an integer in base " + radix + " is not closed");
        }
        String written = source.substring(digits, at).replace("_", "");
        return new Token(Kind.INTEGER, new BigInteger(written, radix).toString(), line);
    }

    private static int radix(char letter) {
        return switch (letter) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
        };
    }

    /** Digits, in groups that single underscores separate. */
    private void digits() {
        while (isDigit(peek(0)) || (peek(0) == '_' && isDigit(peek(1)))) {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : ' ';
    }

    private Token token(Kind kind) {
        return new Token(kind, source.substring(start, at), line);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
    }
}
