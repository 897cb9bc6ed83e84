package io.github.luffyrl.djl.internal.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that a part of a template sees and sets. */
final class Scope {

    private final Run run;
    private final @Nullable Scope outer;
    private final Map<String, Object> variables = new HashMap<>();
    private boolean closed;

    private Scope(Run run, @Nullable Scope outer) {
        this.run = run;
        this.outer = outer;
    }

    static Scope of(Run run, Frame frame) {
        return new Scope(run, null).start(frame);
    }

    /** A loop's, macro's or block's own scope: what it sets is gone at its end. */
    Scope inner(Frame frame) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.closed) {
                throw new JinjaException(
                        "a macro that is called outside the block that defines it is not supported");
            }
        }
        return new Scope(run, this).start(frame);
    }

    private Scope start(Frame frame) {
        frame.undefined().forEach(name -> variables.put(name, Undefined.name(name)));
        return this;
    }

    /** The end of the part; a macro that was defined in it must not outlive it. */
    void close() {
        closed = true;
    }

    Run run() {
        return run;
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return run.variable(name);
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }
}
