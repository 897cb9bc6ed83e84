package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Expression.Binary;
import io.github.luffyrl.djl.internal.jinja.Expression.Literal;
import io.github.luffyrl.djl.internal.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Parses expressions with the precedence of Jinja2, a level a method, loosest first. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Expression NO_ELSE =
            new Literal(new Undefined("an inline if without else was false"));

    private final TokenStream tokens;
    private final PostfixParser postfix;
    private final Consumer<String> names;

    /**
     * @param names takes every name that an expression reads
     */
    ExpressionParser(TokenStream tokens, Consumer<String> names) {
        this.tokens = tokens;
        this.names = names;
        this.postfix = new PostfixParser(tokens, this);
    }

    PostfixParser postfix() {
        return postfix;
    }

    Expression expression() {
        tokens.enter();
        Expression value = conditional();
        tokens.leave();
        return value;
    }

    private Expression conditional() {
        Expression value = or();
        while (tokens.skipName("if")) {
            Expression condition = or();
            Expression otherwise = tokens.skipName("else") ? expression() : NO_ELSE;
            value = new Expression.Conditional(condition, value, otherwise);
        }
        return value;
    }

    /** An expression that no inline {@code if} follows: what a loop runs over. */
    Expression or() {
        Expression left = and();
        while (tokens.skipName("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        if (!tokens.skipName("not")) {
            return comparison();
        }
        tokens.enter();
        Expression value = new Expression.Not(not());
        tokens.leave();
        return value;
    }

    private Expression comparison() {
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> operands = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            if (token.is(Kind.OPERATOR) && COMPARISONS.contains(token.text())) {
                operators.add(tokens.next().text());
            } else if (tokens.skipName("in")) {
                operators.add("in");
            } else if (token.isName("not") && tokens.look().isName("in")) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                break;
            }
            operands.add(sum());
        }
        return operators.isEmpty() ? first : new Expression.Comparison(first, operators, operands);
    }

    private Expression sum() {
        return leftToRight(this::concatenation, Set.of("+", "-"));
    }

    private Expression concatenation() {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(product());
        } while (tokens.skipOperator("~"));
        return parts.size() == 1 ? parts.get(0) : new Expression.Concatenation(parts);
    }

    private Expression product() {
        return leftToRight(this::power, Set.of("*", "/", "//", "%"));
    }

    /** In Jinja powers go from left to right too, and a sign binds closer. */
    private Expression power() {
        return leftToRight(() -> unary(true), Set.of("**"));
    }

    private Expression leftToRight(Supplier<Expression> operand, Set<String> operators) {
        Expression left = operand.get();
        while (tokens.current().is(Kind.OPERATOR) && operators.contains(tokens.current().text())) {
            String operator = tokens.next().text();
            left = new Binary(operator, left, operand.get());
        }
        return left;
    }

    private Expression unary(boolean filtered) {
        Expression value;
        if (tokens.current().isOperator("-") || tokens.current().isOperator("+")) {
            boolean negative = tokens.next().isOperator("-");
            tokens.enter();
            Expression operand = unary(false);
            tokens.leave();
            value = negative ? new Expression.Negative(operand) : new Expression.Positive(operand);
        } else {
            value = primary();
        }
        value = postfix.postfix(value);
        return filtered ? postfix.filters(value) : value;
    }

    Expression primary() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case NAME -> name(tokens.next());
            case STRING -> string();
            case INTEGER -> {
                tokens.next();
                yield new Literal(integer(token));
            }
            case FLOAT -> {
                tokens.next();
                yield new Literal(Double.parseDouble(token.text().replace("_", "")));
            }
            default -> bracketed();
        };
    }

    private Expression bracketed() {
        if (tokens.skipOperator("(")) {
            tokens.enter();
            Expression value = tuple(true, this::expression, "");
            tokens.leave();
            tokens.expectOperator(")");
            return value;
        }
        if (tokens.skipOperator("[")) {
            return new Expression.ListOf(list("]"));
        }
        if (tokens.skipOperator("{")) {
            return dictionary();
        }
        throw tokens.unexpected("an expression");
    }

    private Expression name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Literal(true);
            case "false", "False" -> new Literal(false);
            case "none", "None" -> Literal.NONE;
            case "self" -> throw new JinjaException(token.line(), "self is not supported");
            default -> {
                names.accept(token.text());
                yield new Expression.Name(token.text());
            }
        };
    }

    private Expression string() {
        StringBuilder text = new StringBuilder();
        while (tokens.current().is(Kind.STRING)) {
            text.append(tokens.next().text());
        }
        return new Literal(text.toString());
    }

    private static BigInteger integer(Token token) {
        String digits = token.text().replace("_", "");
        if (digits.length() > Numbers.MAX_DIGITS) {
            throw new JinjaException(token.line(), "an integer of more than 4300 digits");
        }
        return new BigInteger(digits);
    }

    /** Expressions up to a closing bracket, which is taken; a comma may end them. */
    private List<Expression> list(String close) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skipOperator(close)) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(close)) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private Expression dictionary() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!keys.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("}")) {
                    break;
                }
            }
            keys.add(expression());
            tokens.expectOperator(":");
            values.add(expression());
        }
        return new Expression.DictOf(keys, values);
    }

    /** An expression, or a tuple of several that commas separate. */
    Expression tuple() {
        return tuple(false, this::expression, "");
    }

    /**
     * An expression or a tuple.
     *
     * @param bracketed whether nothing at all is an empty tuple
     * @param item parses an item
     * @param end a name that ends the tuple, or nothing
     */
    Expression tuple(boolean bracketed, Supplier<Expression> item, String end) {
        List<Expression> items = new ArrayList<>();
        boolean several = false;
        while (!isTupleEnd(end)) {
            items.add(item.get());
            if (!tokens.skipOperator(",")) {
                break;
            }
            several = true;
        }
        if (!several && items.size() == 1) {
            return items.get(0);
        }
        if (!several && !bracketed) {
            throw tokens.unexpected("an expression");
        }
        return new Expression.TupleOf(items);
    }

    private boolean isTupleEnd(String end) {
        Token token = tokens.current();
        return token.is(Kind.VARIABLE_END)
                || token.is(Kind.BLOCK_END)
                || token.isOperator(")")
                || token.isName(end);
    }
}
