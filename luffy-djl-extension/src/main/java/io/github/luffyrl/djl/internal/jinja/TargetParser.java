package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses what {@code set}, {@code for}, {@code with} and macros give values to. */
final class TargetParser {

    private static final Set<String> VALUES =
            Set.of("true", "True", "false", "False", "none", "None");

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    TargetParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** One variable, or several that commas separate, up to a name. */
    Target target(String end, boolean fields) {
        List<Target> parts = new ArrayList<>();
        boolean several = false;
        while (!tokens.current().isName(end) && !tokens.current().isOperator("=")) {
            parts.add(part(fields));
            if (!tokens.skipOperator(",")) {
                break;
            }
            several = true;
        }
        if (parts.isEmpty()) {
            throw tokens.unexpected("a variable");
        }
        return several ? new Target.Several(parts) : parts.get(0);
    }

    /** One variable, or several in brackets. */
    Target part(boolean fields) {
        if (tokens.skipOperator("(")) {
            tokens.enter();
            Target inner = target("", false);
            tokens.leave();
            tokens.expectOperator(")");
            return inner;
        }
        Token name = tokens.expect(Kind.NAME);
        if (VALUES.contains(name.text()) || Frame.SPECIAL.contains(name.text())) {
            throw new JinjaException(name.line(), "a value cannot be given to " + name.text());
        }
        if (fields && tokens.skipOperator(".")) {
            return new Target.Field(name.text(), tokens.expect(Kind.NAME).text());
        }
        return new Target.Variable(name.text());
    }

    /**
     * The parameters of a macro.
     *
     * @param names takes them
     * @param defaults takes the defaults of the last ones
     */
    void parameters(List<String> names, List<Expression> defaults) {
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!names.isEmpty()) {
                tokens.expectOperator(",");
            }
            Token name = tokens.expect(Kind.NAME);
            if (Frame.SPECIAL.contains(name.text())
                    || name.isName("loop")
                    || names.contains(name.text())) {
                throw new JinjaException(
                        name.line(), "a parameter " + name.text() + " is not supported");
            }
            names.add(name.text());
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw tokens.unexpected("a default");
            }
        }
    }
}
