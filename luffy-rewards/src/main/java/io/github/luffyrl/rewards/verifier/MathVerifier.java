package io.github.luffyrl.rewards.verifier;

import io.github.luffyrl.rewards.internal.answer.AnswerExtractor;
import io.github.luffyrl.rewards.internal.answer.Candidate;
import io.github.luffyrl.rewards.internal.answer.ExtractionRules;
import io.github.luffyrl.rewards.internal.answer.GoldExtractor;
import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.BudgetExceededException;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.equality.Equivalence;
import io.github.luffyrl.rewards.internal.math.equality.Outcome;
import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.ExtractionMode;
import io.github.luffyrl.rewards.options.Fallback;
import io.github.luffyrl.rewards.options.VerifierOptions;
import io.github.luffyrl.rewards.verifier.Verdict.Correct;
import io.github.luffyrl.rewards.verifier.Verdict.NoVerdict;
import io.github.luffyrl.rewards.verifier.Verdict.Undecided;
import io.github.luffyrl.rewards.verifier.Verdict.Wrong;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a model's text gives the right answer to a mathematical problem. Immutable, and safe
 * for use by several threads at once; a verdict depends on nothing but the arguments and options.
 *
 * <pre>{@code
 * new MathVerifier().verify("$\\frac12$", "so it is \\boxed{0.5}").isCorrect() // true
 * }</pre>
 */
public final class MathVerifier {

    private static final Logger logger = LoggerFactory.getLogger(MathVerifier.class);

    private static final int LOGGED_FRAMES = 12;
    private static final String MEND =
            "give the answer alone, or mark it with a box or ####, or search the text with the gold"
                    + " format TEXT";

    private final VerifierOptions options;
    private final GoldExtractor goldExtractor;
    private final AnswerExtractor extractor;

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
        // A gold answer is not hidden in a text: wherever it stands, it counts.
        this.goldExtractor =
                new GoldExtractor(rules(options, options.goldForms(), false), options.goldFormat());
        this.extractor =
                new AnswerExtractor(rules(options, options.forms(), options.anchorRequired()));
    }

    private static ExtractionRules rules(
            VerifierOptions options, Set<AnswerForm> forms, boolean anchorRequired) {
        return new ExtractionRules(
                forms,
                options.boxPriority(),
                anchorRequired,
                options.choices(),
                options.choiceIgnoresCase());
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
        return guarded(() -> decide(gold, prediction), gold, prediction);
    }

    /**
     * Says why no prediction can be right: the gold holds no answer, such as an empty box, or is
     * text that no model will repeat, such as a whole solution, or does not even equal itself.
     *
     * @param gold the right answer, see {@link VerifierOptions#goldFormat()}
     * @return the reason, with what mends it; empty when a prediction may be right
     */
    public Optional<String> unmatchable(String gold) {
        try {
            Budget budget = new Budget();
            Optional<Answer> found = first(goldExtractor.find(gold), budget);
            if (found.isEmpty()) {
                return Optional.of("the gold answer " + shown(gold) + " holds no answer; " + MEND);
            }
            Answer answer = found.get();
            if (answer.isUnrepeatable()) {
                return Optional.of(
                        "the gold answer "
                                + shown(answer.text())
                                + " is a text of "
                                + answer.text().length()
                                + " characters that no response repeats; "
                                + MEND);
            }
            boolean itself =
                    answer.sameText(answer) || compare(answer, answer, budget) == Outcome.EQUAL;
            return itself
                    ? Optional.empty()
                    : Optional.of(
                            "the gold answer " + shown(answer.text()) + " does not equal itself");
        } catch (BudgetExceededException | StackOverflowError e) {
            return Optional.of("the gold answer " + shown(gold) + " is too large: " + e);
        }
    }

    /** An error of ours must not end the training run that asks: it is logged and counted. */
    static Verdict guarded(Supplier<Verdict> decision, String gold, String prediction) {
        try {
            return decision.get();
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] frames = e.getStackTrace();
            if (frames.length > LOGGED_FRAMES) { // of a loop in the code the rest says no more
                e.setStackTrace(Arrays.copyOf(frames, LOGGED_FRAMES));
            }
            logger.error(
                    "The verifier failed; please report it with gold {} and prediction {}",
                    shown(gold),
                    shown(prediction),
                    e);
            String pair = shown(prediction) + " and " + shown(gold);
            return new Undecided(
                    "the verifier failed with " + e + " on " + pair + "; please report it", e);
        }
    }

    private Verdict decide(String gold, String prediction) {
        Budget budget = new Budget();
        Answer expected;
        try {
            Optional<Answer> found = first(goldExtractor.find(gold), budget);
            if (found.isEmpty()) {
                return new NoVerdict("the gold answer " + shown(gold) + " holds no answer");
            }
            expected = found.get();
        } catch (BudgetExceededException e) {
            return new Undecided("the gold answer " + shown(gold) + ": " + e.getMessage());
        }
        try {
            return compare(expected, prediction, budget);
        } catch (BudgetExceededException e) {
            return new Undecided("compared with " + shown(expected.text()) + ": " + e.getMessage());
        }
    }

    private Verdict compare(Answer expected, String prediction, Budget budget) {
        String response = Reasoning.answerPart(prediction, options.reasoningDelimiters());
        if (response == null) {
            return new Wrong("no " + options.reasoningDelimiters() + " ends the reasoning");
        }
        Optional<Answer> found = first(extractor.find(response), budget);
        if (found.isEmpty()) {
            return new Wrong("no answer was found where " + shown(expected.text()) + " is right");
        }
        Answer given = found.get().unlabeled(expected, budget);
        return judge(expected.unlabeled(given, budget), given, budget);
    }

    private Verdict judge(Answer expected, Answer given, Budget budget) {
        String pair = shown(given.text()) + " and " + shown(expected.text());
        if (given.sameText(expected) || given.isLabeled(expected)) {
            return new Correct(pair + " are written alike");
        }
        if (expected.readings().isEmpty() || given.readings().isEmpty()) {
            return new Wrong(pair + " differ as text");
        }
        Outcome outcome = compare(expected, given, budget);
        return switch (outcome) {
            case EQUAL -> new Correct(pair + " are equal");
            case DIFFERENT -> new Wrong(pair + " differ");
            case UNDECIDED -> new Undecided("whether " + pair + " are equal cannot be decided");
        };
    }

    /** Whether any two readings are equal. */
    private Outcome compare(Answer expected, Answer given, Budget budget) {
        Equivalence equivalence =
                new Equivalence(
                        options.decimals(),
                        options.strictness(),
                        options.relationComparison(),
                        budget);
        Outcome best = Outcome.DIFFERENT;
        for (Expr gold : expected.readings()) {
            for (Expr prediction : given.readings()) {
                Outcome outcome = equivalence.compare(gold, prediction);
                if (outcome == Outcome.EQUAL) {
                    return outcome;
                }
                best = outcome == Outcome.UNDECIDED ? outcome : best;
            }
        }
        return best;
    }

    /** The best candidate that can be read, or else the best one as text. */
    private Optional<Answer> first(List<Candidate> candidates, Budget budget) {
        Answer unread = null;
        for (Candidate candidate : candidates) {
            Answer answer = Answer.read(candidate, budget);
            if (!answer.readings().isEmpty() || candidate.form() == AnswerForm.CHOICE) {
                return Optional.of(answer);
            }
            if (unread == null && options.fallback() == Fallback.TEXT) {
                unread = answer;
            }
            if (options.extractionMode() == ExtractionMode.FIRST_MATCH) {
                break;
            }
        }
        return Optional.ofNullable(unread);
    }

    private static String shown(String text) {
        String line = text.strip().replace('\n', ' ');
        return "'" + (line.length() <= 80 ? line : line.substring(0, 77) + "...") + "'";
    }
}
