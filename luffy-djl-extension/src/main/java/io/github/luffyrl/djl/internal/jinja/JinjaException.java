package io.github.luffyrl.djl.internal.jinja;

/** A template is wrong, rejects its input, or does what this interpreter refuses. */
public final class JinjaException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    JinjaException(String message) {
        super(message);
    }

    /** The same failure with the template's line, counted from 1. */
    JinjaException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
