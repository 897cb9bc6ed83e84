package io.github.luffyrl.rewards.internal.math;

/** Ends a computation whose {@link Budget} is used up. Never reaches the caller of a verifier. */
public final class BudgetExceededException extends RuntimeException {

    BudgetExceededException(String message) {
        super(message, null, false, false); // thrown often by hostile input: no stack trace
    }
}
