package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses what follows a value: attributes, subscripts, calls, filters and tests. */
final class PostfixParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    PostfixParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.skipOperator(".")) {
                value = attribute(value);
            } else if (tokens.skipOperator("[")) {
                value = new Expression.Subscript(value, subscript());
            } else if (tokens.current().isOperator("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    Expression filters(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.current().isOperator("|")) {
                tokens.next();
                Filters.Filter filter = filter();
                value = new Expression.Filtered(value, filter, optionalArguments());
            } else if (tokens.skipName("is")) {
                value = test(value);
            } else if (tokens.current().isOperator("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    /** The filters of a block: the first without {@code |} if it stands behind {@code filter}. */
    Statement.Filtering filtering(boolean startsInline) {
        List<Filters.Filter> filters = new ArrayList<>();
        List<ArgumentList> arguments = new ArrayList<>();
        while ((filters.isEmpty() && startsInline) || tokens.skipOperator("|")) {
            filters.add(filter());
            arguments.add(optionalArguments());
        }
        return new Statement.Filtering(filters, arguments);
    }

    private Filters.Filter filter() {
        int line = tokens.current().line();
        String name = dottedName();
        try {
            return Filters.named(name);
        } catch (JinjaException e) {
            throw at(line, e);
        }
    }

    private static JinjaException at(int line, JinjaException e) {
        return new JinjaException(line, String.valueOf(e.getMessage()));
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(tokens.expect(Kind.NAME).text());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expect(Kind.NAME).text());
        }
        return name.toString();
    }

    private ArgumentList optionalArguments() {
        return tokens.current().isOperator("(") ? arguments() : ArgumentList.EMPTY;
    }

    private Expression test(Expression value) {
        boolean negated = tokens.skipName("not");
        int line = tokens.current().line();
        String name = dottedName();
        Tests.Test test;
        try {
            test = Tests.named(name);
        } catch (JinjaException e) {
            throw at(line, e);
        }
        ArgumentList arguments = ArgumentList.EMPTY;
        if (tokens.current().isOperator("(")) {
            arguments = arguments();
        } else if (startsArgument(tokens.current())) {
            if (tokens.current().isName("is")) {
                throw tokens.unexpected("no second test");
            }
            tokens.enter();
            arguments = ArgumentList.of(postfix(expressions.primary()));
            tokens.leave();
        }
        Expression tested = new Expression.Tested(value, test, arguments);
        return negated ? new Expression.Not(tested) : tested;
    }

    /** A test's only argument may stand without brackets. */
    private static boolean startsArgument(Token token) {
        return switch (token.kind()) {
            case NAME -> !(token.isName("else") || token.isName("or") || token.isName("and"));
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }

    private Expression attribute(Expression owner) {
        Token name = tokens.next();
        if (name.is(Kind.NAME)) {
            if (name.text().startsWith("__")) {
                throw new JinjaException(
                        name.line(), "the attribute " + name.text() + " is not supported");
            }
            return new Expression.Attribute(owner, name.text());
        }
        if (name.is(Kind.INTEGER)) {
            BigInteger index = new BigInteger(name.text().replace("_", ""));
            return new Expression.Subscript(owner, new Expression.Literal(index));
        }
        throw new JinjaException(name.line(), "expected a name or number behind the dot");
    }

    private Expression subscript() {
        List<Expression> keys = new ArrayList<>();
        do {
            if (tokens.current().isOperator("]")) {
                break;
            }
            keys.add(sliceOrKey());
        } while (tokens.skipOperator(","));
        tokens.expectOperator("]");
        if (keys.size() != 1) {
            throw tokens.unexpected("one subscript");
        }
        return keys.get(0);
    }

    private Expression sliceOrKey() {
        Expression start = Expression.Literal.NONE;
        if (!tokens.skipOperator(":")) {
            start = expressions.expression();
            if (!tokens.skipOperator(":")) {
                return start;
            }
        }
        Expression stop = bound();
        Expression step = tokens.skipOperator(":") ? bound() : Expression.Literal.NONE;
        return new Expression.SliceOf(start, stop, step);
    }

    private Expression bound() {
        Token token = tokens.current();
        boolean absent = token.isOperator(":") || token.isOperator("]") || token.isOperator(",");
        return absent ? Expression.Literal.NONE : expressions.expression();
    }

    ArgumentList arguments() {
        int line = tokens.current().line();
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        @Nullable Expression items = null;
        @Nullable Expression names = null;
        while (!tokens.skipOperator(")")) {
            if (!positional.isEmpty() || !named.isEmpty() || items != null || names != null) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(")")) {
                    break;
                }
            }
            boolean byName = tokens.current().is(Kind.NAME) && tokens.look().isOperator("=");
            boolean unpacks = tokens.current().isOperator("**");
            if (names != null || (items != null && !byName && !unpacks)) {
                throw new JinjaException(line, "arguments in an order that Jinja does not have");
            }
            if (tokens.skipOperator("*")) {
                items = expressions.expression();
            } else if (tokens.skipOperator("**")) {
                names = expressions.expression();
            } else if (byName) {
                String name = tokens.next().text();
                tokens.next();
                if (named.put(name, expressions.expression()) != null) {
                    throw new JinjaException(line, "the argument " + name + " is given twice");
                }
            } else if (named.isEmpty()) {
                positional.add(expressions.expression());
            } else {
                throw new JinjaException(line, "an argument without a name behind one with a name");
            }
        }
        return new ArgumentList(positional, named, items, names);
    }
}
