package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Binder;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.Bound;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Matrix;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions, fractions, roots, sums, integrals, limits and environments. */
final class Commands {

    private final Tokens tokens;
    private final Parser parser;
    private final Primaries primaries;
    private @Nullable String differential;

    Commands(Tokens tokens, Parser parser, Primaries primaries) {
        this.tokens = tokens;
        this.parser = parser;
        this.primaries = primaries;
    }

    boolean startsFactor(String command) {
        return switch (command) {
            case "frac", "binom", "int", "sqrt", "sum", "prod", "lim", "lg" -> true;
            default ->
                    command.startsWith("accent ")
                            || command.startsWith("begin ")
                            || command.startsWith("function ");
        };
    }

    Expr command(String name) {
        switch (name) {
            case "frac" -> {
                Expr above = primaries.argument();
                return Build.fraction(above, primaries.argument());
            }
            case "binom" -> {
                Expr from = primaries.argument();
                return Build.apply(Function.BINOMIAL, from, primaries.argument());
            }
            case "sqrt" -> {
                return root();
            }
            case "lg" -> {
                return new Apply(Function.LOG, List.of(functionArgument(false), Num.of(10)));
            }
            case "sum" -> {
                return series(Binder.SUM);
            }
            case "prod" -> {
                return series(Binder.PRODUCT);
            }
            case "lim" -> {
                return limit();
            }
            case "int" -> {
                return integral();
            }
            case "circ", "degree" -> {
                return new Sym("degree");
            }
            default -> {
                if (name.startsWith("begin ")) {
                    return environment(name.substring("begin ".length()));
                }
                if (name.startsWith("accent ")) {
                    return new Opaque(name, List.of(primaries.argument()));
                }
                if (name.startsWith("function ")) {
                    return unknownFunction(name.substring("function ".length()));
                }
                throw new UnreadableException("'\\" + name + "' is out of place");
            }
        }
    }

    private Expr unknownFunction(String name) {
        return tokens.at(Kind.OPEN, "(") ? new Opaque(name, primaries.arguments()) : new Sym(name);
    }

    private Expr root() {
        Expr index = Num.of(2);
        if (tokens.skip(Kind.OPEN, "[")) {
            index = parser.sum();
            if (!tokens.skip(Kind.CLOSE, "]")) {
                throw tokens.unexpected();
            }
        }
        return Build.apply(Function.ROOT, primaries.argument(), index);
    }

    Expr function(Function function) {
        Expr base = null;
        Expr exponent = null;
        while (tokens.at(Kind.SUBSCRIPT) || tokens.at(Kind.SUPERSCRIPT)) {
            if (tokens.next().is(Kind.SUBSCRIPT)) {
                base = primaries.argument();
            } else {
                exponent = primaries.argument();
            }
        }
        Function meant = function;
        if (Num.MINUS_ONE.equals(exponent) && function.inverse() != null) {
            meant = function.inverse();
            exponent = null;
        }
        List<Expr> arguments = new ArrayList<>();
        if (isBracket()) {
            arguments.addAll(primaries.arguments());
        } else {
            arguments.add(functionArgument(function.takesAngle()));
        }
        if (base != null && meant == Function.LOG) {
            arguments.add(base);
        }
        checkArity(meant, arguments.size());
        Expr applied = new Apply(meant, List.copyOf(arguments));
        return exponent == null ? applied : new Power(applied, exponent);
    }

    private static void checkArity(Function function, int given) {
        boolean fits =
                switch (function) {
                    case GCD, LCM, MAX, MIN -> given >= 1;
                    case LOG -> given <= 2;
                    case ROOT, BINOMIAL, MOD -> given == 2;
                    default -> given == 1;
                };
        if (!fits) {
            throw new UnreadableException(function + " of " + given + " arguments");
        }
    }

    private boolean isBracket() {
        Token token = tokens.peek();
        return token.is(Kind.OPEN) && "([{\\{".contains(token.text());
    }

    /** The argument of a function without brackets: factors up to the next function or sign. */
    private Expr functionArgument(boolean angle) {
        if (isBracket()) {
            List<Expr> arguments = primaries.arguments();
            return arguments.size() == 1 ? arguments.get(0) : new ListOf(arguments);
        }
        boolean negative = tokens.skip(Kind.OPERATOR, "-");
        List<Expr> factors = new ArrayList<>();
        if (tokens.at(Kind.FUNCTION)) {
            factors.add(parser.factor());
        } else {
            do {
                factors.add(parser.factor());
            } while (primaries.startsHere()
                    && !isBracket()
                    && !tokens.at(Kind.FUNCTION)
                    && !tokens.at(Kind.COMMAND, "int")
                    && !parser.atDifferential());
        }
        // \cos 2\pi/3: nobody means a third of \cos 2\pi
        boolean partOfPi =
                angle
                        && factors.contains(Sym.PI)
                        && tokens.at(Kind.OPERATOR, "/")
                        && tokens.peek(1).is(Kind.NUMBER);
        if (partOfPi) {
            tokens.next();
            factors.add(Build.reciprocal(parser.factor()));
        }
        Expr argument = Build.product(factors, tokens.budget());
        return negative ? Build.negative(argument) : argument;
    }

    private Expr series(Binder binder) {
        Expr below = null;
        Expr above = null;
        while (tokens.at(Kind.SUBSCRIPT) || tokens.at(Kind.SUPERSCRIPT)) {
            if (tokens.next().is(Kind.SUBSCRIPT)) {
                below = primaries.argument();
            } else {
                above = primaries.argument();
            }
        }
        Expr body = parser.product();
        if (below instanceof Relation start
                && start.operands().size() == 2
                && start.operands().get(0) instanceof Sym variable
                && above != null) {
            List<Expr> range = List.of(start.operands().get(1), above);
            return new Bound(binder, variable.name(), body, range);
        }
        List<Expr> parts = new ArrayList<>(List.of(body));
        if (below != null) {
            parts.addAll(below instanceof Relation relation ? relation.operands() : List.of(below));
        }
        if (above != null) {
            parts.add(above);
        }
        return new Opaque(binder.name(), parts);
    }

    private Expr limit() {
        if (!tokens.skip(Kind.SUBSCRIPT)) {
            throw tokens.unexpected();
        }
        Expr towards = primaries.argument();
        Expr body = parser.product();
        if (towards instanceof Relation relation
                && relation.operands().get(0) instanceof Sym variable) {
            return new Bound(
                    Binder.LIMIT, variable.name(), body, List.of(relation.operands().get(1)));
        }
        throw new UnreadableException("a limit without a variable");
    }

    private Expr integral() {
        List<Expr> range = new ArrayList<>();
        Expr upper = null;
        while (tokens.at(Kind.SUBSCRIPT) || tokens.at(Kind.SUPERSCRIPT)) {
            if (tokens.next().is(Kind.SUBSCRIPT)) {
                range.add(primaries.argument());
            } else {
                upper = primaries.argument();
            }
        }
        if (upper != null) {
            range.add(upper);
        }
        String outer = differential;
        differential = null;
        Expr body = parser.integrand();
        String variable = differential == null ? "x" : differential;
        differential = outer;
        return new Bound(Binder.INTEGRAL, variable, body, List.copyOf(range));
    }

    /** Steps over "dx" and remembers the variable. */
    void skipDifferential() {
        if (parser.atDifferential()) {
            tokens.next();
            differential = tokens.next().text();
        }
    }

    private Expr environment(String name) {
        switch (name) {
            case "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "smallmatrix", "Vmatrix" -> {
                Expr matrix = matrix(name);
                return name.equals("vmatrix") ? Determinants.of(matrix) : matrix;
            }
            case "array" -> {
                if (tokens.at(Kind.OPEN, "{")) {
                    primaries.subscript(); // the alignment of the columns
                }
                return matrix(name);
            }
            default -> {
                return rows(name);
            }
        }
    }

    private Expr matrix(String name) {
        List<Expr> entries = new ArrayList<>();
        int columns = 0;
        int column = 0;
        while (true) {
            if (tokens.skip(Kind.ROW)) {
                columns = sameWidth(columns, column);
                column = 0;
            } else if (tokens.skip(Kind.COMMAND, "end " + name)) {
                columns = column == 0 ? columns : sameWidth(columns, column);
                break;
            } else if (!tokens.skip(Kind.COLUMN)) {
                entries.add(parser.list());
                column++;
            }
        }
        if (entries.isEmpty()) {
            throw tokens.unexpected();
        }
        return new Matrix(columns, List.copyOf(entries));
    }

    private static int sameWidth(int columns, int column) {
        if (columns != 0 && columns != column) {
            throw new UnreadableException("rows of " + columns + " and " + column + " entries");
        }
        return column;
    }

    /** An environment whose rows are answers of their own, such as {@code cases}. */
    private Expr rows(String name) {
        List<Expr> rows = new ArrayList<>();
        while (!tokens.skip(Kind.COMMAND, "end " + name)) {
            if (!tokens.skip(Kind.ROW) && !tokens.skip(Kind.COLUMN)) {
                List<Expr> row = parser.elements();
                if (row.isEmpty()) {
                    throw tokens.unexpected();
                }
                rows.addAll(row);
            }
        }
        if (rows.isEmpty()) {
            throw tokens.unexpected();
        }
        return rows.size() == 1 ? rows.get(0) : new ListOf(List.copyOf(rows));
    }
}
