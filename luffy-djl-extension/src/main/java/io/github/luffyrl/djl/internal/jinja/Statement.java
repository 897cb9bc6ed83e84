package io.github.luffyrl.djl.internal.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed piece of a template. */
sealed interface Statement {

    /** Where execution goes on. */
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    Flow execute(Scope scope, Output out);

    /** Statements one after the other, each with its line for messages. */
    record Block(List<Statement> statements, List<Integer> lines) implements Statement {

        static final Block EMPTY = new Block(List.of(), List.of());

        @Override
        public Flow execute(Scope scope, Output out) {
            scope.run().enter();
            Flow flow = Flow.NEXT;
            for (int i = 0; i < statements.size() && flow == Flow.NEXT; i++) {
                scope.run().at(lines.get(i));
                flow = statements.get(i).execute(scope, out);
            }
            scope.run().leave();
            return flow;
        }

        /** Renders into a text of its own, with its own variables. */
        String capture(Scope scope) {
            Output out = new Output(scope.run());
            execute(scope, out);
            return out.text();
        }
    }

    record Text(String text) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            out.append(text);
            return Flow.NEXT;
        }
    }

    record Print(Expression value) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            out.append(Repr.str(scope.run(), value.evaluate(scope)));
            return Flow.NEXT;
        }
    }

    record Jump(Flow flow) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            return flow;
        }
    }

    /** {@code if}, {@code elif} and {@code else}; as many conditions as blocks, or one less. */
    record If(List<Expression> conditions, List<Block> blocks) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            for (int i = 0; i < blocks.size(); i++) {
                if (i == conditions.size() || Values.truth(conditions.get(i).evaluate(scope))) {
                    return blocks.get(i).execute(scope, out);
                }
            }
            return Flow.NEXT;
        }
    }

    record Set(Target target, Expression value) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            target.assign(scope, value.evaluate(scope));
            return Flow.NEXT;
        }
    }

    /** {@code {% set x | filter %}..{% endset %}}. */
    record SetBlock(Target target, Filtering filters, Scoped body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            target.assign(scope, body.capture(scope, filters));
            return Flow.NEXT;
        }
    }

    record FilterBlock(Filtering filters, Scoped body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            out.append(Repr.str(scope.run(), body.capture(scope, filters)));
            return Flow.NEXT;
        }
    }

    /** Filters that a block's text goes through. */
    record Filtering(List<Filters.Filter> filters, List<ArgumentList> arguments) {

        Object apply(Scope scope, String text) {
            Object value = text;
            for (int i = 0; i < filters.size(); i++) {
                value = filters.get(i).apply(scope.run(), value, arguments.get(i).evaluate(scope));
            }
            return value;
        }
    }

    record With(List<Target> targets, List<Expression> values, Scoped body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            Scope inner = scope.inner(body.frame());
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(inner, values.get(i).evaluate(scope));
            }
            Flow flow = body.block().execute(inner, out);
            inner.close();
            return flow;
        }
    }

    /** {@code {% generation %}}: marks what the model writes, and has its own variables. */
    record Generation(Scoped body) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            return body.execute(scope, out);
        }
    }

    record MacroDefinition(Macro.Signature signature) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            scope.set(signature.name(), new Macro(signature, scope));
            return Flow.NEXT;
        }
    }

    /** {@code {% call macro() %}..{% endcall %}}: the body is the macro's {@code caller}. */
    record CallBlock(Expression.Call call, Macro.Signature caller) implements Statement {
        @Override
        public Flow execute(Scope scope, Output out) {
            Object function = call.callee().evaluate(scope);
            Arguments arguments =
                    call.arguments().evaluate(scope).with("caller", new Macro(caller, scope));
            Object result = Expression.Call.call(scope.run(), function, arguments);
            out.append(Repr.str(scope.run(), result));
            return Flow.NEXT;
        }
    }

    /** A loop. Its {@code else} runs if no iteration came to its end, as in Jinja. */
    record For(
            Target target,
            Expression items,
            @Nullable Condition condition,
            boolean recursive,
            Scoped body,
            Scoped otherwise)
            implements Statement {

        /** What an item must pass; it sees the items' variables only. */
        record Condition(Frame frame, Expression test) {

            Iterator<Object> filter(Scope scope, Target target, Iterator<Object> items) {
                return Selection.filtered(
                        items,
                        item -> {
                            Scope inner = scope.inner(frame);
                            target.assign(inner, item);
                            return Values.truth(test.evaluate(inner));
                        });
            }
        }

        @Override
        public Flow execute(Scope scope, Output out) {
            iterate(scope, out, items.evaluate(scope), 0);
            return Flow.NEXT;
        }

        private void iterate(Scope scope, Output out, Object iterable, int depth) {
            Run run = scope.run();
            Iterator<Object> all = Values.iterate(run, iterable);
            Iterator<Object> wanted =
                    condition == null ? all : condition.filter(scope, target, all);
            Object counted = condition == null ? iterable : new Once(wanted);
            Loop loop = new Loop(run, counted, wanted, recursion(scope, depth), depth);
            boolean completed = false;
            while (loop.hasNext()) {
                Scope inner = scope.inner(body.frame());
                target.assign(inner, loop.next());
                inner.set("loop", loop);
                Flow flow = body.block().execute(inner, out);
                inner.close();
                if (flow == Flow.BREAK) {
                    break;
                }
                completed |= flow == Flow.NEXT;
            }
            if (!completed) {
                otherwise.execute(scope, out);
            }
        }

        private CallableValue recursion(Scope scope, int depth) {
            return (run, arguments) -> {
                if (!recursive) {
                    throw new JinjaException("loop() needs a loop marked as recursive");
                }
                run.enter();
                Output out = new Output(run);
                iterate(scope, out, arguments.bind("loop()", "iterable").get(0), depth + 1);
                run.leave();
                return out.text();
            };
        }
    }

    /** Collects the statements of a block. */
    final class BlockBuilder {

        private final List<Statement> statements = new ArrayList<>();
        private final List<Integer> lines = new ArrayList<>();

        void add(int line, Statement statement) {
            statements.add(statement);
            lines.add(line);
        }

        Block build() {
            return new Block(List.copyOf(statements), List.copyOf(lines));
        }
    }
}
