package io.github.luffyrl.rewards.internal.math.parse;

/** Ends the reading of a text that is no mathematics. Never leaves the package. */
final class UnreadableException extends RuntimeException {

    UnreadableException(String message) {
        super(message, null, false, false);
    }
}
