package io.github.luffyrl.djl.server;

import java.time.Duration;
import java.util.Optional;

/** A request that may succeed when it is sent again. */
final class TransientFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> wait;

    TransientFailure(String message) {
        this(message, Optional.empty());
    }

    /** {@code wait} is what the server asks for. */
    TransientFailure(String message, Optional<Duration> wait) {
        super(message);
        this.wait = wait;
    }

    Optional<Duration> requestedWait() {
        return wait;
    }
}
