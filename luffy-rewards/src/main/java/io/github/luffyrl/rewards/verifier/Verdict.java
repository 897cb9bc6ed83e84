package io.github.luffyrl.rewards.verifier;

import io.github.luffyrl.core.reward.Reward;
import org.jspecify.annotations.Nullable;

/** What a {@link MathVerifier} found out about a prediction. */
public sealed interface Verdict {

    /**
     * Says why, in one line for a user.
     *
     * @return the explanation
     */
    String explanation();

    /**
     * Returns whether the prediction earns the reward of a right answer.
     *
     * @return true for {@link Correct} alone
     */
    default boolean isCorrect() {
        return this instanceof Correct;
    }

    /**
     * Returns the usual reward: 1 for {@link Correct}, else 0, with the part {@code undecided} or
     * {@code noVerdict} where it is not the prediction that is known to be wrong, and besides
     * {@code defect} where it is the verifier.
     *
     * @return the reward
     */
    default Reward reward() {
        if (this instanceof Undecided undecided) {
            Reward reward = Reward.WRONG.withPart("undecided", 1);
            return undecided.defect() == null ? reward : reward.withPart("defect", 1);
        }
        if (this instanceof NoVerdict) {
            return Reward.WRONG.withPart("noVerdict", 1);
        }
        return Reward.of(isCorrect());
    }

    /**
     * The prediction equals the gold answer.
     *
     * @param explanation why
     */
    record Correct(String explanation) implements Verdict {}

    /**
     * The prediction differs from the gold answer, or holds no answer.
     *
     * @param explanation why
     */
    record Wrong(String explanation) implements Verdict {}

    /**
     * The budget of the comparison was used up, or what is left to decide is beyond it. Counts as
     * not equal.
     *
     * @param explanation why
     * @param defect the error of the verifier that stopped the comparison, which should be
     *     reported; null when there was none
     */
    record Undecided(String explanation, @Nullable Throwable defect) implements Verdict {

        Undecided(String explanation) {
            this(explanation, null);
        }
    }

    /**
     * The gold answer cannot be read, so nothing can be said about the prediction: the problem
     * should be skipped, not scored.
     *
     * @param explanation why
     */
    record NoVerdict(String explanation) implements Verdict {}
}
