package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.parse.Token.Kind;
import java.util.List;

/** A cursor over tokens. */
final class Tokens {

    private final List<Token> tokens;
    private final Budget budget;
    private int position;

    Tokens(List<Token> tokens, Budget budget) {
        this.tokens = tokens;
        this.budget = budget;
    }

    Budget budget() {
        return budget;
    }

    Token peek() {
        return tokens.get(position);
    }

    /** The token a number of places ahead; END beyond the end. */
    Token peek(int ahead) {
        return tokens.get(Math.min(position + ahead, tokens.size() - 1));
    }

    Token next() {
        budget.spend(20);
        Token token = tokens.get(position);
        if (!token.is(Kind.END)) {
            position++;
        }
        return token;
    }

    boolean at(Kind kind) {
        return peek().is(kind);
    }

    boolean at(Kind kind, String spelling) {
        return peek().is(kind, spelling);
    }

    /** Steps over a token if it is there. */
    boolean skip(Kind kind) {
        if (!at(kind)) {
            return false;
        }
        next();
        return true;
    }

    boolean skip(Kind kind, String spelling) {
        if (!at(kind, spelling)) {
            return false;
        }
        next();
        return true;
    }

    UnreadableException unexpected() {
        Token token = peek();
        return new UnreadableException(
                token.is(Kind.END)
                        ? "it ends too early"
                        : "'" + token.text() + "' is out of place");
    }
}
