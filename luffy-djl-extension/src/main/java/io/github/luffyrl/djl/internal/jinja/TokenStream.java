package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Token.Kind;
import java.util.List;

/** The tokens of a template, one after the other, and how deep the parser is in them. */
final class TokenStream {

    /** Python nests no deeper either. */
    private static final int MAX_DEPTH = 100;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    Token look() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean skipName(String name) {
        boolean found = current().isName(name);
        if (found) {
            next();
        }
        return found;
    }

    boolean skipOperator(String operator) {
        boolean found = current().isOperator(operator);
        if (found) {
            next();
        }
        return found;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected(operator);
        }
    }

    Token expect(Kind kind) {
        if (!current().is(kind)) {
            throw unexpected(kind == Kind.NAME ? "a name" : new Token(kind, "", 0).describe());
        }
        return next();
    }

    JinjaException unexpected(String wanted) {
        return new JinjaException(
                current().line(), "expected " + wanted + ", found " + current().describe());
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new JinjaException(current().line(), "nested more than " + MAX_DEPTH + " levels");
        }
    }

    void leave() {
        depth--;
    }
}
