package io.github.luffyrl.djl.internal.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that a part of a template sees and sets. */
final class Scope {

    private final Run run;
    private final @Nullable Scope outer;
    private final Map<String, Object> variables = new HashMap<>();

    private Scope(Run run, @Nullable Scope outer) {
        this.run = run;
        this.outer = outer;
    }

    static Scope of(Run run) {
        return new Scope(run, null);
    }

    /** A loop's, macro's or block's own scope: what it sets is gone at its end. */
    Scope inner() {
        return new Scope(run, this);
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
