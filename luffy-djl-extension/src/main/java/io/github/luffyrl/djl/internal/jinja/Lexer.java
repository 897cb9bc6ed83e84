package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a template into tokens and applies the whitespace rules: one newline behind a block or a
 * comment goes ({@code trim_blocks}), blanks before one at the start of a line go ({@code
 * lstrip_blocks}), and {@code -} and {@code +} have their meaning. Linear in the template.
 */
final class Lexer {

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = Texts.unixNewlines(template);
        if (source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        Lexer lexer = new Lexer(source);
        lexer.template();
        return lexer.tokens;
    }

    private void template() {
        while (at < source.length()) {
            int tag = nextTag(at);
            if (tag < 0) {
                add(Kind.DATA, source.substring(at));
                at = source.length();
                break;
            }
            int rawBody = source.charAt(tag + 1) == '%' ? rawBegin(tag) : -1;
            boolean block = source.charAt(tag + 1) != '{';
            int behind = tag + 2 < source.length() && isSign(source.charAt(tag + 2)) ? 3 : 2;
            data(at, tag, sign(tag + 2), block);
            String opened = source.substring(tag, rawBody < 0 ? tag + behind : rawBody);
            moveTo(tag + opened.length());
            lineStart = opened.endsWith("\n");
            if (rawBody >= 0) {
                raw();
            } else if (source.charAt(tag + 1) == '#') {
                comment();
            } else {
                add(block ? Kind.BLOCK_BEGIN : Kind.VARIABLE_BEGIN, opened);
                inside(block);
            }
        }
        add(Kind.END, "");
    }

    /** The text before a tag, less the blanks that the tag takes away. */
    private void data(int from, int to, char sign, boolean block) {
        int end = to;
        if (sign == '-') {
            while (end > from && Texts.isSpace(source.charAt(end - 1))) {
                end--;
            }
        } else if (sign != '+' && block) {
            int start = to;
            while (start > from && source.charAt(start - 1) != '\n') {
                if (!Texts.isSpace(source.charAt(start - 1))) {
                    start = to; // something stands before the tag
                    break;
                }
                start--;
            }
            end = start > from || lineStart ? start : to;
        }
        if (end > from) {
            add(Kind.DATA, source.substring(from, end));
        }
        moveTo(to);
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new JinjaException(line, "a comment is not closed: #} is missing");
        }
        close(end + 2, end > at ? source.charAt(end - 1) : ' ');
    }

    private void raw() {
        for (int tag = source.indexOf("{%", at); tag >= 0; tag = source.indexOf("{%", tag + 2)) {
            int name = skipSpace(tag + (isSign(sign(tag + 2)) ? 3 : 2));
            int end = skipSpace(name + 6);
            char sign = sign(end);
            int close = isSign(sign) ? end + 1 : end;
            if (source.startsWith("endraw", name) && source.startsWith("%}", close)) {
                data(at, tag, sign(tag + 2), true);
                close(close + 2, sign);
                return;
            }
        }
        throw new JinjaException(line, "a raw block is not closed: {% endraw %} is missing");
    }

    /** The tokens between {{ and }} or {% and %}. */
    private void inside(boolean block) {
        List<Character> open = new ArrayList<>();
        String end = block ? "%}" : "}}";
        while (at < source.length()) {
            char c = source.charAt(at);
            boolean signed = c == '-' || (block && c == '+');
            if (open.isEmpty() && source.startsWith(end, signed ? at + 1 : at)) {
                add(block ? Kind.BLOCK_END : Kind.VARIABLE_END, end);
                if (block || signed) {
                    close(at + (signed ? 3 : 2), signed ? c : ' ');
                } else {
                    moveTo(at + 2);
                    lineStart = false;
                }
                return;
            }
            if (Texts.isSpace(c)) {
                moveTo(at + 1);
            } else {
                token(new Scanner(source, at, line), open);
            }
        }
        throw new JinjaException(line, "a tag is not closed: " + end + " is missing");
    }

    private void token(Scanner scanner, List<Character> open) {
        Token token = scanner.next();
        if (token.is(Kind.OPERATOR)) {
            balance(token.text().charAt(0), open);
        }
        tokens.add(token);
        moveTo(scanner.end());
    }

    private void balance(char bracket, List<Character> open) {
        int kind = "([{".indexOf(bracket);
        if (kind >= 0) {
            open.add(")]}".charAt(kind));
        } else if (")]}".indexOf(bracket) >= 0
                && (open.isEmpty() || open.remove(open.size() - 1) != bracket)) {
            throw new JinjaException(line, "unexpected " + bracket);
        }
    }

    /** Ends a tag: behind {@code -} all blanks go, behind {@code +} none, else one newline. */
    private void close(int behind, char sign) {
        int end = behind;
        if (sign == '-') {
            end = skipSpace(behind);
        } else if (sign != '+' && source.startsWith("\n", behind)) {
            end++;
        }
        moveTo(end);
        lineStart = source.charAt(end - 1) == '\n';
    }

    private int nextTag(int from) {
        for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** The index behind {@code {% raw %}}, or -1. No newline is taken away behind it. */
    private int rawBegin(int tag) {
        int name = skipSpace(tag + (isSign(sign(tag + 2)) ? 3 : 2));
        if (!source.startsWith("raw", name)) {
            return -1;
        }
        int end = skipSpace(name + 3);
        if (source.startsWith("-%}", end)) {
            return skipSpace(end + 3);
        }
        return source.startsWith("%}", end) ? end + 2 : -1;
    }

    private char sign(int index) {
        return index < source.length() ? source.charAt(index) : ' ';
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < source.length() && Texts.isSpace(source.charAt(i))) {
            i++;
        }
        return i;
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    private void moveTo(int target) {
        for (; at < target; at++) {
            if (source.charAt(at) == '\n') {
                line++;
            }
        }
    }
}
