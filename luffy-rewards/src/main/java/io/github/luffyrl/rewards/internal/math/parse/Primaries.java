package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Matrix;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Quantity;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.Scaled;
import io.github.luffyrl.rewards.internal.math.Expr.SetOf;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Expr.Tuple;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Scale;
import io.github.luffyrl.rewards.internal.math.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** What stands between operators: numbers, names, brackets, and what is raised or marked behind. */
final class Primaries {

    private static final Set<String> FUNCTION_NAMES = Set.of("f", "g", "h", "F", "G", "H");
    private static final int MAX_POSTFIXES = 10;
    private static final int MAX_ARGUMENT_TOKENS = 20;

    private final Tokens tokens;
    private final Parser parser;
    private final Commands commands;
    private int bars;

    Primaries(Tokens tokens, Parser parser) {
        this.tokens = tokens;
        this.parser = parser;
        this.commands = new Commands(tokens, parser, this);
    }

    /** Whether a factor may start here without a multiplication sign. */
    boolean startsHere() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER, NAME, FUNCTION, TEXT, UNIT, OPEN -> true;
            case BAR -> !closesBar();
            case COMMAND -> commands.startsFactor(token.text());
            default -> false;
        };
    }

    /** Whether a bar here ends what an earlier bar began. */
    boolean closesBar() {
        return bars > 0;
    }

    void skipDifferential() {
        commands.skipDifferential();
    }

    Expr primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NUMBER -> number(Objects.requireNonNull(token.number()));
            case NAME -> name(token.text());
            case TEXT -> new Text(token.text());
            case UNIT -> unit(token.text());
            case FUNCTION ->
                    commands.function(Objects.requireNonNull(Function.named(token.text())));
            case COMMAND -> commands.command(token.text());
            case OPEN -> bracketed(token.text());
            case BAR -> absolute();
            default ->
                    throw new UnreadableException(
                            token.is(Kind.END)
                                    ? "it ends too early"
                                    : "'" + token.text() + "' is out of place");
        };
    }

    /** Letters behind a value that are a unit or a scale. */
    private Expr unit(String words) {
        Units.Meaning meaning = Units.of(words, tokens.budget()).orElseThrow();
        boolean symbol = words.length() <= 3;
        return meaning.unit().isEmpty() || !meaning.scale().equals(Rational.ONE)
                ? new Text(words)
                : new Quantity(Num.ONE, meaning.unit().get(), symbol ? words : "");
    }

    /** A number, with the fraction of a mixed number behind it. */
    private Expr number(Num number) {
        boolean whole = number.value().isInteger() && !number.decimal();
        if (whole && tokens.at(Kind.COMMAND, "frac")) {
            tokens.next();
            Expr fraction = commands.command("frac");
            return isProperFraction(fraction)
                    ? new Sum(List.of(number, fraction))
                    : Build.product(List.of(number, withPostfixes(fraction)), tokens.budget());
        }
        boolean mixed =
                whole
                        && tokens.at(Kind.NUMBER)
                        && tokens.peek().spaced()
                        && tokens.peek(1).is(Kind.OPERATOR, "/")
                        && tokens.peek(2).is(Kind.NUMBER);
        if (mixed) {
            Num above = Objects.requireNonNull(tokens.next().number());
            tokens.next();
            Num below = Objects.requireNonNull(tokens.next().number());
            return new Sum(List.of(number, Build.quotient(above, below)));
        }
        return number;
    }

    private static boolean isProperFraction(Expr fraction) {
        if (fraction instanceof Product product
                && product.factors().get(0) instanceof Num above
                && product.factors().get(1) instanceof Power power
                && power.base() instanceof Num below) {
            return above.value().isInteger()
                    && below.value().isInteger()
                    && above.value().signum() >= 0
                    && above.value().compareTo(below.value()) < 0;
        }
        return false;
    }

    private Expr name(String name) {
        boolean matrix =
                tokens.at(Kind.COMMAND)
                        && tokens.peek().text().startsWith("begin ")
                        && tokens.peek().text().endsWith("matrix");
        if (name.equals("det") && matrix) {
            return Determinants.of(primary());
        }
        StringBuilder full = new StringBuilder(name);
        while (tokens.skip(Kind.PRIME)) {
            full.append('\'');
        }
        if (tokens.skip(Kind.SUBSCRIPT)) {
            full.append('_').append(subscript());
        }
        while (tokens.skip(Kind.PRIME)) {
            full.append('\'');
        }
        String spelling = full.toString();
        if (tokens.at(Kind.OPEN, "(") && isFunction(name, spelling.endsWith("'"))) {
            return new Opaque(spelling, bracketedElements());
        }
        return new Sym(spelling);
    }

    /** Whether "name(...)" is the value of a function, not a product. */
    private boolean isFunction(String name, boolean derivative) {
        if (FUNCTION_NAMES.contains(name) || derivative) {
            return true;
        }
        if (definesHere()) {
            return true;
        }
        boolean alone = tokens.peek(2).is(Kind.CLOSE, ")");
        boolean letter = name.length() == 1 && Character.isLetter(name.charAt(0));
        boolean constant = name.equals("e") || name.equals("i");
        Token argument = tokens.peek(1);
        return letter
                && !constant
                && alone
                && (argument.is(Kind.NUMBER)
                        || (argument.is(Kind.NAME) && Character.isUpperCase(name.charAt(0))));
    }

    /** Whether a list of arguments stands here with a sign of equality behind it. */
    private boolean definesHere() {
        boolean several = false;
        for (int i = 1; i < MAX_ARGUMENT_TOKENS; i++) {
            Token token = tokens.peek(i);
            several |=
                    token.is(Kind.SEPARATOR, ",")
                            || token.is(Kind.RELATION)
                            || token.is(Kind.BAR)
                            || token.is(Kind.SET_OPERATION);
            if (token.is(Kind.CLOSE, ")")) {
                return several && tokens.peek(i + 1).is(Kind.RELATION, "EQUAL");
            }
            if (token.is(Kind.OPEN) || token.is(Kind.END)) {
                return false;
            }
        }
        return false;
    }

    /** What a subscript says, as text: a name is not computed with. */
    String subscript() {
        if (!tokens.at(Kind.OPEN, "{")) {
            return tokens.next().text();
        }
        tokens.next();
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (!tokens.at(Kind.END)) {
            Token token = tokens.next();
            if (token.is(Kind.OPEN, "{")) {
                depth++;
            } else if (token.is(Kind.CLOSE, "}") && --depth == 0) {
                break;
            } else {
                text.append(token.text());
            }
        }
        return text.toString();
    }

    /** The elements between brackets that open here. */
    List<Expr> bracketedElements() {
        String open = tokens.next().text();
        List<Expr> elements = inside(() -> parser.elements());
        close(open);
        return elements;
    }

    /** Reads what is inside brackets, where a bar outside them does not end anything. */
    private <T> T inside(Supplier<T> reader) {
        int outer = bars;
        bars = 0;
        T read = reader.get();
        bars = outer;
        return read;
    }

    /** Steps over a closing bracket; a brace may be missing at the end. */
    private boolean close(String open) {
        skipDifferential();
        if (tokens.at(Kind.END) && open.equals("{")) {
            return false;
        }
        if (!tokens.at(Kind.CLOSE)) {
            throw tokens.unexpected();
        }
        String close = tokens.next().text();
        boolean square = close.equals("]");
        boolean fits =
                switch (open) {
                    case "(", "[" -> square || close.equals(")");
                    case "{" -> close.equals("}");
                    case "\\{" -> close.equals("\\}") || close.equals("}");
                    default -> close.equals(open);
                };
        if (!fits) {
            throw new UnreadableException("'" + open + "' is closed by '" + close + "'");
        }
        return square;
    }

    private Expr bracketed(String open) {
        tokens.budget().enter();
        Expr expr =
                switch (open) {
                    case "|" -> fenced(open, Function.ABS);
                    case "floor" -> fenced(open, Function.FLOOR);
                    case "ceil" -> fenced(open, Function.CEIL);
                    case "{" -> group();
                    case "\\{" -> set();
                    default -> parenthesis(open);
                };
        tokens.budget().leave();
        return expr;
    }

    private Expr fenced(String open, Function function) {
        Expr content = inside(parser::list);
        close(open);
        return applied(function, content);
    }

    /** Bars around a matrix mean its determinant. */
    private static Expr applied(Function function, Expr content) {
        return function == Function.ABS && content instanceof Matrix
                ? Determinants.of(content)
                : Build.apply(function, content);
    }

    private Expr absolute() {
        tokens.budget().enter();
        bars++;
        Expr content = parser.sum();
        bars--;
        if (!tokens.skip(Kind.BAR)) {
            throw tokens.unexpected();
        }
        tokens.budget().leave();
        return applied(Function.ABS, content);
    }

    private Expr group() {
        if (tokens.skip(Kind.CLOSE, "}")) {
            return Build.EMPTY;
        }
        Expr content = inside(parser::list);
        close("{");
        return content;
    }

    private Expr set() {
        if (tokens.skip(Kind.CLOSE, "\\}")) {
            return Sym.EMPTY_SET;
        }
        int outer = bars;
        bars = 1; // so that the bar of "{x | x > 3}" ends the first element
        List<Expr> elements = parser.elements();
        bars = 0;
        if (tokens.skip(Kind.BAR) || tokens.skip(Kind.COLON)) {
            List<Expr> parts = new ArrayList<>(elements);
            parts.addAll(parser.elements());
            boolean solutions = parts.size() == 2 && isRealVariable(parts.get(0));
            elements = solutions ? parts.subList(1, 2) : List.of(new Opaque("such that", parts));
        }
        bars = outer;
        close("\\{");
        return new SetOf(List.copyOf(elements));
    }

    /** "x" or "x in R" in front of the condition of a set. */
    private static boolean isRealVariable(Expr expr) {
        return expr instanceof Sym
                || (expr instanceof Relation relation
                        && relation.operators().equals(List.of(Operator.IN))
                        && relation.operands().get(0) instanceof Sym
                        && relation.operands().get(1).equals(Sym.REALS));
    }

    private Expr parenthesis(String open) {
        List<Expr> elements = inside(() -> parser.elements());
        if (elements.isEmpty()) {
            throw tokens.unexpected();
        }
        boolean rightClosed = close(open);
        return elements.size() == 1
                ? elements.get(0)
                : new Tuple(open.equals("["), List.copyOf(elements), rightClosed);
    }

    /** The argument of a command or exponent: a group, or the next piece. */
    Expr argument() {
        tokens.budget().enter();
        Expr argument;
        if (tokens.at(Kind.OPERATOR)) {
            argument = sign();
        } else {
            Token token = tokens.peek();
            argument =
                    token.is(Kind.NUMBER)
                            ? Objects.requireNonNull(tokens.next().number())
                            : primary();
        }
        tokens.budget().leave();
        return nonEmpty(argument);
    }

    /** A command whose argument is missing says nothing. */
    private static Expr nonEmpty(Expr argument) {
        if (argument.equals(Build.EMPTY)) {
            throw new UnreadableException("an empty argument");
        }
        return argument;
    }

    /** A signed argument, as in {@code 10^-1}, or a mere sign, as in {@code 3^+}. */
    private Expr sign() {
        Token sign = tokens.next();
        if (tokens.at(Kind.CLOSE) || !startsHere()) {
            return new Sym(sign.text());
        }
        Expr value = argument();
        return switch (sign.text()) {
            case "-" -> Build.negative(value);
            case "+" -> value;
            default -> throw new UnreadableException("'" + sign.text() + "' is out of place");
        };
    }

    /** Reads exponents, factorials, percent signs and the like behind a value. */
    Expr withPostfixes(Expr first) {
        Expr expr = first;
        for (int count = 0; count < MAX_POSTFIXES; count++) {
            Token token = tokens.peek();
            if (token.is(Kind.SUPERSCRIPT)) {
                tokens.next();
                expr = raised(expr);
            } else if (token.is(Kind.SUBSCRIPT)) {
                tokens.next();
                expr = subscripted(expr, subscript());
            } else if (token.is(Kind.FACTORIAL)) {
                tokens.next();
                expr = factorial(expr);
            } else if (token.is(Kind.SCALE)) {
                expr = new Scaled(scale(tokens.next().text()), expr);
            } else if (token.is(Kind.COMMAND, "degree") || token.is(Kind.COMMAND, "circ")) {
                tokens.next();
                expr = new Scaled(Scale.DEGREE, expr);
            } else if (token.is(Kind.COMMAND, "pmod")) {
                tokens.next();
                expr = new Opaque("pmod", List.of(expr, argument()));
            } else {
                return expr;
            }
        }
        throw new UnreadableException("more than " + MAX_POSTFIXES + " signs behind a value");
    }

    /** Two signs are a double factorial, which is no factorial of a factorial. */
    private Expr factorial(Expr of) {
        if (!tokens.skip(Kind.FACTORIAL)) {
            return Build.apply(Function.FACTORIAL, of);
        }
        if (tokens.at(Kind.FACTORIAL)) {
            throw tokens.unexpected();
        }
        return new Opaque("!!", List.of(of));
    }

    private static Scale scale(String sign) {
        return sign.equals("%") ? Scale.PERCENT : Scale.DEGREE;
    }

    private Expr raised(Expr base) {
        boolean braced = tokens.at(Kind.OPEN, "{");
        int ahead = braced ? 1 : 0;
        Token mark = tokens.peek(ahead);
        boolean degree = mark.is(Kind.COMMAND, "circ") || mark.is(Kind.COMMAND, "degree");
        boolean prime = mark.is(Kind.COMMAND, "prime");
        if ((degree || prime) && (!braced || tokens.peek(2).is(Kind.CLOSE, "}"))) {
            for (int i = 0; i < (braced ? 3 : 1); i++) {
                tokens.next();
            }
            return degree ? new Scaled(Scale.DEGREE, base) : subscripted(base, "prime");
        }
        Expr exponent = argument();
        if (tokens.at(Kind.SUPERSCRIPT)) {
            tokens.next();
            tokens.budget().enter();
            exponent = raised(exponent); // 9^9^9 is 9^(9^9)
            tokens.budget().leave();
        }
        return new Power(base, exponent);
    }

    private static Expr subscripted(Expr expr, String subscript) {
        if (expr instanceof Power power && power.base() instanceof Sym symbol) {
            return new Power(new Sym(symbol.name() + "_" + subscript), power.exponent());
        }
        if (expr instanceof Sym symbol) {
            return new Sym(symbol.name() + "_" + subscript);
        }
        return new Opaque("_" + subscript, List.of(expr)); // such as a number in another base
    }

    /** The arguments of a function that stand in brackets here. */
    List<Expr> arguments() {
        List<Expr> arguments = new ArrayList<>(bracketedElements());
        if (arguments.size() == 1) {
            Expr only = arguments.get(0);
            if (only instanceof Tuple || only instanceof ListOf || only instanceof SetOf) {
                return only.children();
            }
        }
        if (arguments.isEmpty() || arguments.get(0) instanceof Relation) {
            throw tokens.unexpected();
        }
        return arguments;
    }
}
