package io.github.luffyrl.rewards.internal.math;

import java.util.ArrayList;
import java.util.List;

/**
 * A mathematical expression. Subtraction is a sum with a factor -1, division a product with a power
 * of -1, and {@code \pm} a factor {@link Sym#PLUS_MINUS}.
 */
public sealed interface Expr {

    /**
     * Returns the direct parts.
     *
     * @return the parts in writing order; empty for a leaf
     */
    default List<Expr> children() {
        return List.of();
    }

    /**
     * Returns this with other parts.
     *
     * @param children as many as {@link #children()}
     * @return the copy; this itself for a leaf
     */
    default Expr withChildren(List<Expr> children) {
        return this;
    }

    /**
     * A literal number.
     *
     * @param value its exact value
     * @param decimal whether it is written with decimals that are not all 0
     */
    record Num(Rational value, boolean decimal) implements Expr {

        /** -1. */
        public static final Num MINUS_ONE = of(-1);

        /** 1. */
        public static final Num ONE = of(1);

        /**
         * Returns an integer.
         *
         * @param value any
         * @return the literal
         */
        public static Num of(long value) {
            return new Num(Rational.of(value, 1), false);
        }
    }

    /**
     * A variable or constant.
     *
     * @param name {@code x}, {@code x_1}, {@code alpha}; {@code pi}, {@code e} and {@code i} are
     *     the constants where they are not bound by a sum or integral
     */
    record Sym(String name) implements Expr {

        /** One sign, the same everywhere in an answer. */
        public static final Sym PLUS_MINUS = new Sym("\u00b1");

        /** Positive infinity. */
        public static final Sym INFINITY = new Sym("\u221e");

        /** The circle constant. */
        public static final Sym PI = new Sym("pi");

        /** The real numbers. */
        public static final Sym REALS = new Sym("\u211d");

        /** The empty set. */
        public static final Sym EMPTY_SET = new Sym("\u2205");
    }

    /**
     * A sum.
     *
     * @param terms two or more
     */
    record Sum(List<Expr> terms) implements Expr {
        @Override
        public List<Expr> children() {
            return terms;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Sum(children);
        }
    }

    /**
     * A product.
     *
     * @param factors two or more
     */
    record Product(List<Expr> factors) implements Expr {
        @Override
        public List<Expr> children() {
            return factors;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Product(children);
        }
    }

    /**
     * A power.
     *
     * @param base what is raised
     * @param exponent to what
     */
    record Power(Expr base, Expr exponent) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(base, exponent);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Power(children.get(0), children.get(1));
        }
    }

    /**
     * A known function of arguments.
     *
     * @param function which
     * @param arguments as many as it takes
     */
    record Apply(Function function, List<Expr> arguments) implements Expr {
        @Override
        public List<Expr> children() {
            return arguments;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Apply(function, children);
        }
    }

    /**
     * A function of which nothing is known but its name.
     *
     * @param name of the function
     * @param arguments at least one
     */
    record Opaque(String name, List<Expr> arguments) implements Expr {
        @Override
        public List<Expr> children() {
            return arguments;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Opaque(name, children);
        }
    }

    /**
     * A sum, integral or limit over a variable.
     *
     * @param binder which of them
     * @param variable bound in the body
     * @param body what is summed
     * @param range from where to where; empty for an indefinite integral, one value for a limit
     */
    record Bound(Binder binder, String variable, Expr body, List<Expr> range) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> children = new ArrayList<>(range);
            children.add(body);
            return children;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            int last = children.size() - 1;
            return new Bound(
                    binder, variable, children.get(last), List.copyOf(children.subList(0, last)));
        }
    }

    /**
     * A value with a sign of percent or degree behind it.
     *
     * @param scale which sign
     * @param value before it
     */
    record Scaled(Scale scale, Expr value) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(value);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Scaled(scale, children.get(0));
        }
    }

    /**
     * A matrix or column vector.
     *
     * @param columns how many
     * @param entries row by row
     */
    record Matrix(int columns, List<Expr> entries) implements Expr {
        @Override
        public List<Expr> children() {
            return entries;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Matrix(columns, children);
        }
    }

    /**
     * Values between brackets: a point, or, when there are two, perhaps an interval.
     *
     * @param leftClosed whether it opens with a square bracket
     * @param elements two or more
     * @param rightClosed whether it ends with a square bracket
     */
    record Tuple(boolean leftClosed, List<Expr> elements, boolean rightClosed) implements Expr {
        @Override
        public List<Expr> children() {
            return elements;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Tuple(leftClosed, children, rightClosed);
        }
    }

    /**
     * A set written out between braces.
     *
     * @param elements in any number and order
     */
    record SetOf(List<Expr> elements) implements Expr {
        @Override
        public List<Expr> children() {
            return elements;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new SetOf(children);
        }
    }

    /**
     * Several answers with commas, "and" or "or" between them.
     *
     * @param elements two or more
     * @param alternatives whether an "or" stands between them
     */
    record ListOf(List<Expr> elements, boolean alternatives) implements Expr {
        /** A list without an "or". */
        public ListOf(List<Expr> elements) {
            this(elements, false);
        }

        @Override
        public List<Expr> children() {
            return elements;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new ListOf(children, alternatives);
        }
    }

    /**
     * Two sets combined.
     *
     * @param operation how
     * @param left a set
     * @param right a set
     */
    record Combined(SetOperation operation, Expr left, Expr right) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(left, right);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Combined(operation, children.get(0), children.get(1));
        }
    }

    /**
     * A chain of relations.
     *
     * @param operands one more than operators
     * @param operators between them
     */
    record Relation(List<Expr> operands, List<Operator> operators) implements Expr {
        @Override
        public List<Expr> children() {
            return operands;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Relation(children, operators);
        }
    }

    /**
     * A ratio or a time of day: values with colons between them.
     *
     * @param parts two or more
     */
    record Ratio(List<Expr> parts) implements Expr {
        @Override
        public List<Expr> children() {
            return parts;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Ratio(children);
        }
    }

    /**
     * Letters that stand side by side and are the whole answer: a word or a name in its order, such
     * as {@code ABC} or {@code no}, unless the other side writes a product.
     *
     * @param letters two or more
     */
    record Run(List<Expr> letters) implements Expr {
        @Override
        public List<Expr> children() {
            return letters;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Run(children);
        }
    }

    /**
     * A value with its unit.
     *
     * @param value before the unit
     * @param unit of the value
     * @param letters the letters of a unit that is written like a product of variables; else empty
     */
    record Quantity(Expr value, Unit unit, String letters) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(value);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Quantity(children.get(0), unit, letters);
        }
    }

    /**
     * An answer with a remark behind it, such as {@code n \in \mathbb{Z}}.
     *
     * @param answer in front of the remark
     * @param remark what it says
     */
    record Remarked(Expr answer, Remark remark) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(answer);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Remarked(children.get(0), remark);
        }
    }

    /**
     * Words.
     *
     * @param words as written
     */
    record Text(String words) implements Expr {}
}
