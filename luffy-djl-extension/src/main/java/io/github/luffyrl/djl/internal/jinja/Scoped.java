package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Statement.Block;
import io.github.luffyrl.djl.internal.jinja.Statement.Flow;

/** Statements that have their own variables. */
record Scoped(Frame frame, Block block) {

    Flow execute(Scope outer, Output out) {
        Scope scope = outer.inner(frame);
        Flow flow = block.execute(scope, out);
        scope.close();
        return flow;
    }

    /** Renders into a text that goes through filters. */
    Object capture(Scope outer, Statement.Filtering filters) {
        Scope scope = outer.inner(frame);
        Object text = filters.apply(scope, block.capture(scope));
        scope.close();
        return text;
    }
}
