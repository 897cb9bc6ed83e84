package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Statement.Block;
import io.github.luffyrl.djl.internal.jinja.Statement.Flow;
import io.github.luffyrl.djl.internal.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Parses a template's statements. What is unknown is refused here, before anything is rendered. */
final class Parser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final PostfixParser postfix;
    private final TargetParser targets;
    private final List<Frame> frames = new ArrayList<>();
    private Frame frame = new Frame(null);
    private int loops;
    private boolean jumps;

    Parser(List<Token> tokens) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens, name -> frame.read(name));
        this.postfix = expressions.postfix();
        this.targets = new TargetParser(this.tokens, expressions);
    }

    Scoped template() {
        Block block = block(Set.of());
        if (!tokens.current().is(Kind.END)) {
            throw tokens.unexpected("a tag");
        }
        frame.resolve();
        frames.forEach(Frame::resolve);
        return new Scoped(frame, block);
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
            case "macro" -> macro();
            case "call" -> call();
            case "filter" -> filter();
            case "generation" -> generation(tag);
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
            frame.enterBranch();
            blocks.add(body("elif", "else", "endif"));
            Token end = tokens.next();
            if (end.isName("else")) {
                blocks.add(closedBody("endif"));
            }
            frame.leaveBranch();
            if (!end.isName("elif")) {
                return new Statement.If(conditions, blocks);
            }
        }
    }

    private Statement forStatement() {
        Target target = targets.target("in", false);
        requireName("in");
        Expression items = expressions.tuple(false, expressions::or, "recursive");
        Statement.For.Condition condition =
                tokens.skipName("if")
                        ? within(
                                target.names(),
                                test -> new Statement.For.Condition(test, expressions.expression()))
                        : null;
        boolean recursive = tokens.skipName("recursive");
        boolean outer = jumps;
        jumps = true;
        loops++;
        refuseLoop(target.names());
        Scoped body = scoped(target.names(), () -> body("endfor", "else"));
        jumps = outer;
        boolean hasElse = tokens.next().isName("else");
        Scoped otherwise = scoped(List.of(), () -> hasElse ? closedBody("endfor") : Block.EMPTY);
        loops--;
        return new Statement.For(target, items, condition, recursive, body, otherwise);
    }

    /** Parses a part that has its own variables, of which some are there from the start. */
    private <T> T within(List<String> declared, Function<Frame, T> part) {
        Frame outer = frame;
        Frame inner = new Frame(outer);
        frames.add(inner);
        declared.forEach(inner::declare);
        frame = inner;
        T parsed = part.apply(inner);
        frame = outer;
        return parsed;
    }

    private Scoped scoped(List<String> declared, Supplier<Block> block) {
        return within(declared, inner -> new Scoped(inner, block.get()));
    }

    private void requireName(String name) {
        if (!tokens.skipName(name)) {
            throw tokens.unexpected(name);
        }
    }

    private Statement set() {
        Target target = targets.target("", true);
        refuseLoop(target.names());
        target.owners().forEach(frame::read);
        if (tokens.skipOperator("=")) {
            Expression value = expressions.tuple();
            target.names().forEach(frame::set);
            return new Statement.Set(target, value);
        }
        target.names().forEach(frame::set);
        return within(
                List.of(),
                inner -> {
                    Token start = tokens.current();
                    Frame filters = new Frame(inner);
                    frame = filters;
                    Statement.Filtering filtering = postfix.filtering(false);
                    frame = inner;
                    Block block = outsideLoops(() -> closedBody("endset"));
                    filters.requireKnown(start.line());
                    return new Statement.SetBlock(target, filtering, new Scoped(inner, block));
                });
    }

    private Statement filter() {
        Statement.Filtering filtering = postfix.filtering(true);
        return new Statement.FilterBlock(
                filtering, scoped(List.of(), () -> outsideLoops(() -> closedBody("endfilter"))));
    }

    /** For Jinja this is a macro. */
    private Statement generation(Token tag) {
        Scoped body = scoped(List.of(), () -> outsideLoops(() -> closedBody("endgeneration")));
        body.frame().refuseSpecial(tag.line());
        return new Statement.Generation(body);
    }

    private Statement with() {
        List<Target> parts = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.current().is(Kind.BLOCK_END)) {
            if (!parts.isEmpty()) {
                tokens.expectOperator(",");
            }
            parts.add(targets.part(false));
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        List<String> names = parts.stream().flatMap(part -> part.names().stream()).toList();
        refuseLoop(names);
        return new Statement.With(parts, values, scoped(names, () -> closedBody("endwith")));
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

    private Statement macro() {
        Token name = tokens.expect(Kind.NAME);
        frame.set(name.text());
        return within(
                List.of(),
                inner -> {
                    Macro.Signature head = parameters(name, inner, true);
                    return new Statement.MacroDefinition(head.with(macroBody("endmacro")));
                });
    }

    private Statement call() {
        Frame outer = frame;
        return within(
                List.of(),
                inner -> {
                    Token start = tokens.current();
                    Macro.Signature head =
                            parameters(start, inner, start.isOperator("(")).named("caller");
                    frame = outer;
                    Expression value = expressions.expression();
                    frame = inner;
                    if (!(value instanceof Expression.Call call)) {
                        throw new JinjaException(start.line(), "call needs the call of a macro");
                    }
                    return new Statement.CallBlock(call, head.with(macroBody("endcall")));
                });
    }

    private Macro.Signature parameters(Token name, Frame inner, boolean present) {
        List<String> names = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        if (present) {
            targets.parameters(names, defaults);
        }
        inner.refuseSpecial(name.line());
        names.forEach(inner::declare);
        return new Macro.Signature(name.text(), names, defaults, inner, Block.EMPTY);
    }

    private Block macroBody(String end) {
        return outsideLoops(() -> closedBody(end));
    }

    private void refuseLoop(List<String> names) {
        if (loops > 0 && names.contains("loop")) {
            throw tokens.unexpected("another variable than loop");
        }
    }
}
