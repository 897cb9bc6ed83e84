package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Remarked;
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
            Remarks remarks = Remarks.of(text);
            List<Token> tokens = Tokenizer.tokenize(remarks.answer(), notation, budget);
            Expr answer = new Parser(new Tokens(Layout.withoutLayout(tokens), budget)).whole();
            return Optional.of(
                    remarks.remark() == null ? answer : new Remarked(answer, remarks.remark()));
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }
}
