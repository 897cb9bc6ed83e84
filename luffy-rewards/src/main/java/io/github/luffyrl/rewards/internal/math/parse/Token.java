package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A piece of mathematical text.
 *
 * @param kind what it is
 * @param text which one of its kind, or as written
 * @param number the value of a {@link Kind#NUMBER}; null for every other kind
 * @param spaced whether white space stands before it
 */
record Token(Kind kind, String text, Expr.@Nullable Num number, boolean spaced) {

    /** What a token is. */
    enum Kind {
        NUMBER,
        NAME,
        FUNCTION,
        COMMAND,
        TEXT,
        UNIT,
        SPACE,
        SEPARATOR,
        OPERATOR,
        RELATION,
        SET_OPERATION,
        OPEN,
        CLOSE,
        BAR,
        COLON,
        SUPERSCRIPT,
        SUBSCRIPT,
        FACTORIAL,
        PRIME,
        SCALE,
        COLUMN,
        ROW,
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean is(Kind other, String spelling) {
        return kind == other && text.equals(spelling);
    }
}
