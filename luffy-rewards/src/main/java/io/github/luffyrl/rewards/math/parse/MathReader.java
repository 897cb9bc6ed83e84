package io.github.luffyrl.rewards.math.parse;

import io.github.luffyrl.rewards.math.Budget;
import io.github.luffyrl.rewards.math.expression.Expr;
import io.github.luffyrl.rewards.math.parse.Token.Kind;
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
     * @throws io.github.luffyrl.rewards.math.BudgetExceededException if it is too large to read
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

    /** Outside of environments, marks of rows and columns are remnants of a larger formula. */
    private static List<Token> withoutLayout(List<Token> tokens) {
        boolean environment =
                tokens.stream()
                        .anyMatch(
                                token ->
                                        token.is(Kind.COMMAND)
                                                && token.text().startsWith("begin "));
        List<Token> kept = new ArrayList<>(tokens.size());
        for (Token token : tokens) {
            boolean layout = token.is(Kind.ROW) || token.is(Kind.COLUMN);
            if (environment || !layout) {
                kept.add(token);
            }
        }
        return kept;
    }
}
