package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Statement.Block;
import io.github.luffyrl.djl.internal.jinja.Statement.Flow;
import io.github.luffyrl.djl.internal.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Parses a template's statements. What is unknown is refused here, before anything is rendered. */
final class Parser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final PostfixParser postfix;
    private int loops;
    private boolean jumps;

    Parser(List<Token> tokens) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens);
        this.postfix = new PostfixParser(this.tokens, expressions);
    }

    Block template() {
        Block block = block(Set.of());
        if (!tokens.current().is(Kind.END)) {
            throw tokens.unexpected("a tag");
        }
        return block;
    }

    /** The names that the template reads. */
    Set<String> names() {
        return expressions.takeNames();
    }

    /** Statements up to a tag of one of these names, whose name is the current token then. */
    private Block block(Set<String> ends) {
        Statement.BlockBuilder block = new Statement.BlockBuilder();
        tokens.enter();
        while (!tokens.current().is(Kind.END)) {
            Token token = tokens.next();
            if (token.is(Kind.DATA)) {
                block.add(token.line(), new Statement.Text(token.text()));
            } else if (token.is(Kind.VARIABLE_BEGIN)) {
                block.add(token.line(), new Statement.Print(expressions.tuple()));
                tokens.expect(Kind.VARIABLE_END);
            } else {
                if (tokens.current().is(Kind.NAME) && ends.contains(tokens.current().text())) {
                    break;
                }
                block.add(token.line(), statement());
                tokens.expect(Kind.BLOCK_END);
            }
        }
        tokens.leave();
        return block.build();
    }

    /** The body of a tag that is open, up to the name of the tag that ends it, which is taken. */
    private Block body(String... ends) {
        tokens.skipOperator(":");
        tokens.expect(Kind.BLOCK_END);
        Block block = block(Set.of(ends));
        if (tokens.current().is(Kind.END)) {
            throw tokens.unexpected(String.join(" or ", ends));
        }
        return block;
    }

    private Block closedBody(String end) {
        Block block = body(end);
        tokens.next();
        return block;
    }

    private Statement statement() {
        Token tag = tokens.expect(Kind.NAME);
        return switch (tag.text()) {
            case "if" -> ifStatement();
            case "for" -> forStatement();
            case "set" -> set();
            case "with" -> with();
            case "print" -> print();
            case "macro" -> {
                String name = tokens.expect(Kind.NAME).text();
                yield new Statement.MacroDefinition(macro(name, "endmacro"));
            }
            case "call" -> call();
            case "filter" -> {
                Statement.Filtering filtering = postfix.filtering(true);
                yield new Statement.FilterBlock(
                        filtering, outsideLoops(() -> closedBody("endfilter")));
            }
            case "generation" ->
                    new Statement.Generation(outsideLoops(() -> closedBody("endgeneration")));
            case "break" -> jump(tag, Flow.BREAK);
            case "continue" -> jump(tag, Flow.CONTINUE);
            default ->
                    throw new JinjaException(
                            tag.line(),
                            "the tag " + Texts.preview(tag.text()) + " is not supported");
        };
    }

    private Statement jump(Token tag, Flow flow) {
        if (!jumps) {
            throw new JinjaException(tag.line(), tag.text() + " outside a loop");
        }
        return new Statement.Jump(flow);
    }

    /** A part that a break or continue must not leave. */
    private <T> T outsideLoops(Supplier<T> part) {
        boolean outer = jumps;
        jumps = false;
        T parsed = part.get();
        jumps = outer;
        return parsed;
    }

    private Statement ifStatement() {
        List<Expression> conditions = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        while (true) {
            conditions.add(expressions.tuple(false, expressions::or, ""));
            blocks.add(body("elif", "else", "endif"));
            Token end = tokens.next();
            if (end.isName("else")) {
                blocks.add(closedBody("endif"));
            }
            if (!end.isName("elif")) {
                return new Statement.If(conditions, blocks);
            }
        }
    }

    private Statement forStatement() {
        Target target = target("in", false);
        requireName("in");
        Expression items = expressions.tuple(false, expressions::or, "recursive");
        Expression condition = tokens.skipName("if") ? expressions.expression() : null;
        boolean recursive = tokens.skipName("recursive");
        boolean outer = jumps;
        jumps = true;
        loops++;
        refuseLoop(target);
        Block body = body("endfor", "else");
        jumps = outer;
        Block otherwise = Block.EMPTY;
        if (tokens.next().isName("else")) {
            otherwise = closedBody("endfor");
        }
        loops--;
        return new Statement.For(target, items, condition, recursive, body, otherwise);
    }

    private void requireName(String name) {
        if (!tokens.skipName(name)) {
            throw tokens.unexpected(name);
        }
    }

    private Statement set() {
        Target target = target("", true);
        refuseLoop(target);
        if (tokens.skipOperator("=")) {
            return new Statement.Set(target, expressions.tuple());
        }
        Statement.Filtering filtering = postfix.filtering(false);
        return new Statement.SetBlock(target, filtering, outsideLoops(() -> closedBody("endset")));
    }

    private Statement with() {
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.current().is(Kind.BLOCK_END)) {
            if (!targets.isEmpty()) {
                tokens.expectOperator(",");
            }
            targets.add(targetPart(false));
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Statement.With(targets, values, closedBody("endwith"));
    }

    private Statement print() {
        List<Expression> values = new ArrayList<>();
        while (!tokens.current().is(Kind.BLOCK_END)) {
            if (!values.isEmpty()) {
                tokens.expectOperator(",");
            }
            values.add(expressions.expression());
        }
        return new Statement.Print(new Expression.Concatenation(values));
    }

    private Statement call() {
        Token start = tokens.current();
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        if (start.isOperator("(")) {
            parameters(parameters, defaults);
        }
        if (!(expressions.expression() instanceof Expression.Call call)) {
            throw new JinjaException(start.line(), "call needs the call of a macro");
        }
        return new Statement.CallBlock(call, macro("caller", parameters, defaults, "endcall"));
    }

    private Macro.Signature macro(String name, String end) {
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        parameters(parameters, defaults);
        return macro(name, parameters, defaults, end);
    }

    private Macro.Signature macro(
            String name, List<String> parameters, List<Expression> defaults, String end) {
        Set<String> outer = expressions.takeNames();
        Block body = outsideLoops(() -> closedBody(end));
        Set<String> names = expressions.takeNames();
        expressions.addNames(outer);
        expressions.addNames(names);
        return new Macro.Signature(name, parameters, defaults, names, body);
    }

    private void parameters(List<String> parameters, List<Expression> defaults) {
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            Token name = tokens.expect(Kind.NAME);
            if (Set.of("caller", "varargs", "kwargs").contains(name.text())
                    || parameters.contains(name.text())) {
                throw new JinjaException(
                        name.line(), "a parameter " + name.text() + " is not supported");
            }
            parameters.add(name.text());
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw tokens.unexpected("a default");
            }
        }
    }

    private void refuseLoop(Target target) {
        boolean assigns =
                target instanceof Target.Several several
                        ? several.parts().stream().anyMatch(Parser::isLoop)
                        : isLoop(target);
        if (assigns && loops > 0) {
            throw tokens.unexpected("another variable than loop");
        }
    }

    private static boolean isLoop(Target target) {
        return target instanceof Target.Variable variable && variable.name().equals("loop");
    }

    /** One variable, or several that commas separate, up to a name. */
    private Target target(String end, boolean fields) {
        List<Target> parts = new ArrayList<>();
        boolean several = false;
        while (!tokens.current().isName(end) && !tokens.current().isOperator("=")) {
            parts.add(targetPart(fields));
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

    private Target targetPart(boolean fields) {
        if (tokens.skipOperator("(")) {
            tokens.enter();
            Target inner = target("", false);
            tokens.leave();
            tokens.expectOperator(")");
            return inner;
        }
        Token name = tokens.expect(Kind.NAME);
        if (Set.of("true", "True", "false", "False", "none", "None").contains(name.text())) {
            throw new JinjaException(name.line(), "a value cannot be given to " + name.text());
        }
        if (fields && tokens.skipOperator(".")) {
            return new Target.Field(name.text(), tokens.expect(Kind.NAME).text());
        }
        return new Target.Variable(name.text());
    }
}
