package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Says what spaces, rows and columns separate, and drops those that separate nothing. */
final class Layout {

    private Layout() {}

    /**
     * Outside of matrices, marks of columns only align; outside of environments, rows are answers
     * of their own, unless one goes on with the relation of the row before. A wide space separates
     * two relations.
     */
    static List<Token> withoutLayout(List<Token> tokens) {
        List<Token> kept = new ArrayList<>(tokens.size());
        int environments = 0;
        int matrices = 0;
        boolean relation = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String text = token.is(Kind.COMMAND) ? token.text() : "";
            int step = text.startsWith("begin ") ? 1 : text.startsWith("end ") ? -1 : 0;
            environments += step;
            matrices += text.endsWith("matrix") || text.endsWith("array") ? step : 0;
            relation = !token.is(Kind.SEPARATOR) && (relation || token.is(Kind.RELATION));
            if (token.is(Kind.SPACE)) {
                boolean blankLine = token.text().equals("blank line");
                if (!kept.isEmpty() && (blankLine || (relation && startsRelation(tokens, i)))) {
                    kept.add(comma());
                    relation = false;
                }
            } else if (token.is(Kind.ROW) && environments <= 0) {
                if (!kept.isEmpty() && !continues(tokens, i)) {
                    kept.add(comma());
                }
            } else if (!token.is(Kind.COLUMN) || matrices > 0) {
                kept.add(token);
            }
        }
        return kept;
    }

    private static Token comma() {
        return new Token(Kind.SEPARATOR, ",", null, true);
    }

    /** Whether a relation of its own begins behind a space: it has a left side. */
    private static boolean startsRelation(List<Token> tokens, int space) {
        for (int i = space + 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is(Kind.SEPARATOR) || token.is(Kind.SPACE) || token.is(Kind.ROW)) {
                return false;
            }
            if (token.is(Kind.RELATION)) {
                return i > space + 1;
            }
        }
        return false;
    }

    private static boolean continues(List<Token> tokens, int row) {
        int next = row + 1;
        while (tokens.get(next).is(Kind.COLUMN) || tokens.get(next).is(Kind.SPACE)) {
            next++;
        }
        Token token = tokens.get(next);
        return token.is(Kind.RELATION, Operator.EQUAL.name())
                || token.is(Kind.RELATION, Operator.APPROXIMATELY.name());
    }
}
