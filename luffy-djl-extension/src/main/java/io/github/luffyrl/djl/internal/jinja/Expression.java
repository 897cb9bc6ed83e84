package io.github.luffyrl.djl.internal.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parsed expression. */
sealed interface Expression {

    /** What it comes to, its parts by way of {@link #evaluate}. */
    Object compute(Scope scope);

    /** What it comes to; bounds depth and work. */
    default Object evaluate(Scope scope) {
        scope.run().enter();
        Object value = compute(scope);
        scope.run().leave();
        return value;
    }

    static List<Object> evaluate(List<Expression> expressions, Scope scope) {
        List<Object> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(expression.evaluate(scope));
        }
        return values;
    }

    record Literal(Object value) implements Expression {

        static final Literal NONE = new Literal(None.NONE);

        @Override
        public Object compute(Scope scope) {
            return value;
        }
    }

    record Name(String name) implements Expression {
        @Override
        public Object compute(Scope scope) {
            return scope.get(name);
        }
    }

    record ListOf(List<Expression> items) implements Expression {
        @Override
        public Object compute(Scope scope) {
            return Expression.evaluate(items, scope);
        }
    }

    record TupleOf(List<Expression> items) implements Expression {
        @Override
        public Object compute(Scope scope) {
            return new Tuple(Expression.evaluate(items, scope));
        }
    }

    record DictOf(List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Object compute(Scope scope) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                Object key = Values.newKey(keys.get(i).evaluate(scope));
                map.put(key, values.get(i).evaluate(scope));
            }
            return map;
        }
    }

    record Attribute(Expression owner, String name) implements Expression {
        @Override
        public Object compute(Scope scope) {
            return Access.attribute(owner.evaluate(scope), name);
        }
    }

    record Subscript(Expression owner, Expression key) implements Expression {
        @Override
        public Object compute(Scope scope) {
            Object value = owner.evaluate(scope);
            return Access.subscript(scope.run(), value, key.evaluate(scope));
        }
    }

    record SliceOf(Expression start, Expression stop, Expression step) implements Expression {
        @Override
        public Object compute(Scope scope) {
            return new Access.Slice(
                    start.evaluate(scope), stop.evaluate(scope), step.evaluate(scope));
        }
    }

    record Call(Expression callee, ArgumentList arguments) implements Expression {
        @Override
        public Object compute(Scope scope) {
            Object function = callee.evaluate(scope);
            return call(scope.run(), function, arguments.evaluate(scope));
        }

        static Object call(Run run, Object function, Arguments arguments) {
            if (function instanceof Undefined undefined) {
                throw undefined.failure();
            }
            if (function instanceof Loop loop) {
                return loop.recursion().call(run, arguments);
            }
            if (function instanceof CallableValue callable) {
                return callable.call(run, arguments);
            }
            throw new JinjaException("a " + Values.typeName(function) + " cannot be called");
        }
    }

    record Filtered(Expression value, Filters.Filter filter, ArgumentList arguments)
            implements Expression {
        @Override
        public Object compute(Scope scope) {
            Object given = value.evaluate(scope);
            return filter.apply(scope.run(), given, arguments.evaluate(scope));
        }
    }

    record Tested(Expression value, Tests.Test test, ArgumentList arguments) implements Expression {
        @Override
        public Object compute(Scope scope) {
            Object given = value.evaluate(scope);
            return test.test(scope.run(), given, arguments.evaluate(scope));
        }
    }

    record Not(Expression value) implements Expression {
        @Override
        public Object compute(Scope scope) {
            return !Values.truth(value.evaluate(scope));
        }
    }

    record And(Expression left, Expression right) implements Expression {
        @Override
        public Object compute(Scope scope) {
            Object first = left.evaluate(scope);
            return Values.truth(first) ? right.evaluate(scope) : first;
        }
    }

    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Object compute(Scope scope) {
            Object first = left.evaluate(scope);
            return Values.truth(first) ? first : right.evaluate(scope);
        }
    }

    record Negative(Expression value) implements Expression {
        @Override
        public Object compute(Scope scope) {
            return Operators.negate(value.evaluate(scope));
        }
    }

    record Positive(Expression value) implements Expression {
        @Override
        public Object compute(Scope scope) {
            return Operators.plus(value.evaluate(scope));
        }
    }

    record Binary(String operator, Expression left, Expression right) implements Expression {
        @Override
        public Object compute(Scope scope) {
            Object first = left.evaluate(scope);
            return Operators.binary(scope.run(), operator, first, right.evaluate(scope));
        }
    }

    /** {@code a < b == c}: true if every neighbouring pair is, each operand evaluated once. */
    record Comparison(Expression first, List<String> operators, List<Expression> operands)
            implements Expression {
        @Override
        public Object compute(Scope scope) {
            Object left = first.evaluate(scope);
            for (int i = 0; i < operators.size(); i++) {
                Object right = operands.get(i).evaluate(scope);
                if (!Operators.compare(scope.run(), operators.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        }
    }

    record Concatenation(List<Expression> parts) implements Expression {
        @Override
        public Object compute(Scope scope) {
            List<String> texts = new ArrayList<>();
            for (Object part : Expression.evaluate(parts, scope)) {
                texts.add(Repr.str(scope.run(), part));
            }
            return StringMethods.join(scope.run(), "", texts);
        }
    }

    /** {@code a if condition else b}; without an {@code else} undefined. */
    record Conditional(Expression condition, Expression value, Expression otherwise)
            implements Expression {
        @Override
        public Object compute(Scope scope) {
            boolean holds = Values.truth(condition.evaluate(scope));
            return (holds ? value : otherwise).evaluate(scope);
        }
    }
}
