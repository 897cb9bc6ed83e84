package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads mathematical text into an expression. */
public final class MathReader {

    /** Longest text, in characters. */
    public static final int MAX_LENGTH = 20_000;

    private MathReader() {}

    /**
     * Reads a text.
     *
     * @param text LaTeX without delimiters, or plain text
     * @param notation which of them
     * @param budget pays for it
     * @return what it means; empty when it is no mathematics
     * @throws io.github.luffyrl.rewards.internal.math.BudgetExceededException if it is too large to
     *     read
     */
    public static Optional<Expr> read(String text, Notation notation, Budget budget) {
        if (text.length() > MAX_LENGTH) {
            budget.spendBits(Long.MAX_VALUE);
        }
        try {
            Optional<Expr> prose = Prose.read(text);
            if (prose.isPresent()) {
                return prose;
            }
            List<Token> tokens = Tokenizer.tokenize(text, notation, budget);
            return Optional.of(new Parser(new Tokens(withoutLayout(tokens), budget)).whole());
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    /**
     * Outside of matrices, marks of columns only align; outside of environments, marks of rows are
     * remnants of a larger formula.
     */
    private static List<Token> withoutLayout(List<Token> tokens) {
        List<Token> kept = new ArrayList<>(tokens.size());
        int environments = 0;
        int matrices = 0;
        for (Token token : tokens) {
            String text = token.is(Kind.COMMAND) ? token.text() : "";
            int step = text.startsWith("begin ") ? 1 : text.startsWith("end ") ? -1 : 0;
            environments += step;
            matrices += text.endsWith("matrix") || text.endsWith("array") ? step : 0;
            boolean dropped =
                    (token.is(Kind.COLUMN) && matrices <= 0)
                            || (token.is(Kind.ROW) && environments <= 0);
            if (!dropped) {
                kept.add(token);
            }
        }
        return kept;
    }
}
