package io.github.luffyrl.djl.server;

/** A server that does not answer, or whose answer cannot be used. The message says what to do. */
public final class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerException(String message) {
        super(message);
    }

    ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
