package io.github.luffyrl.rewards.verifier;

import io.github.luffyrl.rewards.answer.BoxedAnswer;
import io.github.luffyrl.rewards.math.Rational;
import io.github.luffyrl.rewards.math.RationalParser;
import io.github.luffyrl.rewards.verifier.Verdict.Correct;
import io.github.luffyrl.rewards.verifier.Verdict.Wrong;
import java.util.Optional;

/**
 * Says whether a model's text gives the right answer to a mathematical problem. Immutable, and safe
 * for use by several threads at once; a verdict depends on nothing but the arguments and options.
 *
 * <pre>{@code
 * new MathVerifier().verify("$\\frac12$", "so it is \\boxed{0.5}").isCorrect() // true
 * }</pre>
 */
public final class MathVerifier {

    private final VerifierOptions options;

    /** Creates a verifier with the default options. */
    public MathVerifier() {
        this(VerifierOptions.DEFAULT);
    }

    /**
     * Creates a verifier.
     *
     * @param options what it looks for and how it compares
     */
    public MathVerifier(VerifierOptions options) {
        this.options = options;
    }

    /**
     * Returns the options.
     *
     * @return as given
     */
    public VerifierOptions options() {
        return options;
    }

    /**
     * Compares a model's answer with the right one. Never throws because of what the texts hold,
     * and always returns within a bounded number of steps.
     *
     * @param gold the right answer, see {@link VerifierOptions#goldFormat()}
     * @param prediction the model's text, perhaps a whole response
     * @return the verdict
     */
    public Verdict verify(String gold, String prediction) {
        String expected = BoxedAnswer.last(gold).orElse(gold);
        String given = BoxedAnswer.last(prediction).orElse(prediction);
        Optional<Rational> goldValue = RationalParser.parse(expected);
        boolean equal =
                goldValue.isPresent()
                        ? goldValue.equals(RationalParser.parse(given))
                        : given.strip().equals(expected.strip());
        return equal
                ? new Correct(given + " equals " + expected)
                : new Wrong(given + " differs from " + expected);
    }
}
