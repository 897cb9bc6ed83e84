package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Combined;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Ratio;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.Run;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Tuple;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.SetOperation;
import io.github.luffyrl.rewards.internal.math.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The operators, from the loosest to the tightest: lists, relations, ratios, sets, sums, products,
 * powers. {@link Primaries} reads what stands between them.
 */
final class Parser {

    private static final int MOST_NESTED = 60;

    private final Tokens tokens;
    private final Primaries primaries;
    private int integrals;
    private boolean outermost;

    Parser(Tokens tokens) {
        this.tokens = tokens;
        this.primaries = new Primaries(tokens, this);
    }

    Expr whole() {
        outermost = true;
        Expr expr = list();
        if (!tokens.at(Kind.END)) {
            throw tokens.unexpected();
        }
        return expr;
    }

    /** Everything up to a closing bracket or the end, as one expression. */
    Expr list() {
        Elements elements = groups();
        List<List<Expr>> groups = elements.groups();
        List<Expr> all = new ArrayList<>();
        groups.forEach(all::addAll);
        if (all.isEmpty()) {
            throw tokens.unexpected();
        }
        if (all.size() == 1) {
            return all.get(0);
        }
        return groups.size() > 1 && areSystems(groups)
                ? systems(groups)
                : new ListOf(all, elements.alternatives());
    }

    /** "p = 5, q = 2; p = 7, q = 2": groups of assignments of the same length above 1. */
    private static boolean areSystems(List<List<Expr>> groups) {
        int size = groups.get(0).size();
        return size > 1
                && groups.stream()
                        .allMatch(
                                group ->
                                        group.size() == size
                                                && group.stream()
                                                        .allMatch(Relation.class::isInstance));
    }

    private static Expr systems(List<List<Expr>> groups) {
        List<Expr> systems = new ArrayList<>();
        for (List<Expr> group : groups) {
            systems.add(new Tuple(false, group, false));
        }
        return new ListOf(systems);
    }

    /**
     * Elements between commas, in groups between stronger separators.
     *
     * @param alternatives whether an "or" is among the separators
     */
    private record Elements(List<List<Expr>> groups, boolean alternatives) {}

    private Elements groups() {
        boolean answers = outermost;
        outermost = false;
        tokens.budget().enter();
        List<List<Expr>> groups = new ArrayList<>();
        List<Expr> group = new ArrayList<>();
        boolean alternatives = false;
        while (true) {
            boolean comma = false;
            boolean strong = false;
            while (tokens.at(Kind.SEPARATOR)) {
                String separator = tokens.next().text();
                comma |= separator.equals(",");
                alternatives |= separator.equals("or");
                strong = true;
            }
            if (strong && !comma && !group.isEmpty()) {
                groups.add(group);
                group = new ArrayList<>();
            }
            if (tokens.at(Kind.END) || tokens.at(Kind.CLOSE) || endsRow()) {
                break;
            }
            if (!strong && !(groups.isEmpty() && group.isEmpty())) {
                break; // two elements without anything between them
            }
            if (!group.isEmpty() && tokens.skip(Kind.RELATION, Operator.APPROXIMATELY.name())) {
                group.add(restated(group.remove(group.size() - 1), ratio()));
                continue;
            }
            int letters = answers ? lettersAhead() : 0;
            Expr element = relation();
            group.add(letters > 1 ? new Run(element.children()) : element);
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        tokens.budget().leave();
        return new Elements(groups, alternatives);
    }

    /** "\sqrt2, \approx 1.414" is one answer. */
    private static Expr restated(Expr exact, Expr rounded) {
        return new Relation(List.of(exact, rounded), List.of(Operator.APPROXIMATELY));
    }

    /** How many letters stand here side by side, if they are all up to the next separator. */
    private int lettersAhead() {
        int letters = 0;
        Token token = tokens.peek();
        while (token.is(Kind.NAME)
                && token.text().length() == 1
                && (letters == 0 || !token.spaced())) {
            letters++;
            token = tokens.peek(letters);
        }
        return token.is(Kind.END) || token.is(Kind.SEPARATOR) ? letters : 0;
    }

    List<Expr> elements() {
        List<Expr> elements = new ArrayList<>();
        groups().groups().forEach(elements::addAll);
        return elements;
    }

    private boolean endsRow() {
        return tokens.at(Kind.ROW)
                || tokens.at(Kind.COLUMN)
                || (tokens.at(Kind.COMMAND) && tokens.peek().text().startsWith("end "))
                || (tokens.at(Kind.BAR) && primaries.closesBar());
    }

    Expr relation() {
        if (!tokens.skip(Kind.RELATION, Operator.EQUAL.name())) { // "= 5" is 5
            tokens.skip(Kind.RELATION, Operator.APPROXIMATELY.name());
        }
        List<Expr> operands = new ArrayList<>();
        List<Operator> operators = new ArrayList<>();
        operands.add(ratio());
        while (true) {
            boolean negated = tokens.skip(Kind.COMMAND, "not");
            if (!tokens.at(Kind.RELATION)) {
                break;
            }
            Operator operator = Operator.valueOf(tokens.next().text());
            operators.add(negated ? negation(operator) : operator);
            operands.add(ratio());
        }
        return operators.isEmpty()
                ? operands.get(0)
                : new Relation(List.copyOf(operands), List.copyOf(operators));
    }

    private static Operator negation(Operator operator) {
        return switch (operator) {
            case EQUAL -> Operator.NOT_EQUAL;
            case IN -> Operator.NOT_IN;
            default -> throw new UnreadableException("the negation of " + operator);
        };
    }

    private Expr ratio() {
        Expr first = sets();
        if (!tokens.at(Kind.COLON) || primaries.closesBar()) {
            return first;
        }
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (tokens.skip(Kind.COLON)) {
            parts.add(sets());
        }
        return new Ratio(List.copyOf(parts));
    }

    private Expr sets() {
        Expr left = sum();
        for (int count = 0; tokens.at(Kind.SET_OPERATION); count++) {
            checkDepth(count);
            String name = tokens.next().text();
            SetOperation operation = Objects.requireNonNull(Vocabulary.SET_OPERATIONS.get(name));
            left = new Combined(operation, left, sum());
        }
        return left;
    }

    Expr sum() {
        tokens.budget().enter();
        List<Expr> terms = new ArrayList<>();
        terms.add(term());
        for (int count = 0; !atDifferential(); ) {
            if (tokens.at(Kind.OPERATOR, "mod")) {
                checkDepth(++count);
                tokens.next();
                Expr left = Build.sum(terms);
                terms.clear();
                terms.add(remainder(left, term()));
            } else if (isSign()) {
                terms.add(term());
            } else {
                break;
            }
        }
        Expr sum = Build.sum(terms);
        if (tokens.skip(Kind.COMMAND, "over")) {
            sum = Build.quotient(sum, sum());
        } else if (tokens.skip(Kind.COMMAND, "choose")) {
            sum = Build.apply(Function.BINOMIAL, sum, sum());
        }
        tokens.budget().leave();
        return sum;
    }

    /** "17 mod 5" is 2; what is a remainder already, as in "2 mod 5", stands for its class. */
    private static Expr remainder(Expr value, Expr divisor) {
        boolean remains =
                value instanceof Num a
                        && divisor instanceof Num b
                        && a.value().signum() >= 0
                        && a.value().compareTo(b.value()) < 0;
        return remains
                ? new Opaque("pmod", List.of(value, divisor))
                : Build.apply(Function.MOD, value, divisor);
    }

    private boolean isSign() {
        return tokens.at(Kind.OPERATOR) && "+-\u00b1\u2213".contains(tokens.peek().text());
    }

    /** A product with its signs. */
    private Expr term() {
        boolean negative = false;
        boolean either = false;
        while (isSign()) {
            String sign = tokens.next().text();
            negative ^= sign.equals("-") || sign.equals("\u2213");
            either |= sign.equals("\u00b1") || sign.equals("\u2213");
        }
        Expr product = product();
        if (either) {
            product = Build.times(Sym.PLUS_MINUS, product);
        }
        return negative ? Build.negative(product) : product;
    }

    Expr product() {
        if (atDifferential()) {
            primaries.skipDifferential();
            return Num.ONE;
        }
        tokens.budget().enter();
        List<Expr> factors = new ArrayList<>();
        factors.add(factor());
        for (int count = 0; !atDifferential(); ) {
            if (tokens.skip(Kind.OPERATOR, "*")) {
                if (tokens.skip(Kind.OPERATOR, "*")) {
                    checkDepth(++count);
                    int last = factors.size() - 1;
                    factors.set(last, new Power(factors.get(last), signed()));
                } else {
                    factors.add(signed());
                }
            } else if (tokens.skip(Kind.OPERATOR, "cross")) {
                checkDepth(++count);
                int last = factors.size() - 1;
                factors.set(last, new Opaque("cross", List.of(factors.get(last), signed())));
            } else if (tokens.skip(Kind.OPERATOR, "/")) {
                factors.add(Build.reciprocal(signed()));
            } else if (primaries.startsHere()) {
                checkAdjacent(factors.get(factors.size() - 1));
                factors.add(factor());
            } else {
                break;
            }
        }
        tokens.budget().leave();
        return Build.product(factors, tokens.budget());
    }

    /** Operators that are read in a loop nest their results as recursion does. */
    private static void checkDepth(int count) {
        if (count > MOST_NESTED) {
            throw new UnreadableException("more than " + MOST_NESTED + " operators in a row");
        }
    }

    /** "5 6" is no product, nor does "x = 3 y = 2" say that x is 3y. */
    private void checkAdjacent(Expr before) {
        Token next = tokens.peek();
        boolean number = before instanceof Num;
        boolean numbers = number && (next.is(Kind.NUMBER) || next.is(Kind.OPEN, "{"));
        boolean equations =
                number && next.is(Kind.NAME) && next.spaced() && tokens.peek(1).is(Kind.RELATION);
        if (numbers || equations) {
            throw tokens.unexpected();
        }
    }

    /** A factor that may have signs of its own, as behind an operator. */
    Expr signed() {
        boolean negative = false;
        while (tokens.at(Kind.OPERATOR, "-") || tokens.at(Kind.OPERATOR, "+")) {
            negative ^= tokens.next().text().equals("-");
        }
        Expr factor = factor();
        return negative ? Build.negative(factor) : factor;
    }

    Expr factor() {
        tokens.budget().enter();
        Expr factor = primaries.withPostfixes(primaries.primary());
        tokens.budget().leave();
        return factor;
    }

    /** Reads the body of an integral, which ends before its differential. */
    Expr integrand() {
        integrals++;
        Expr body = sum();
        primaries.skipDifferential();
        integrals--;
        return body;
    }

    /** Whether "dx" stands here, inside an integral. */
    boolean atDifferential() {
        return integrals > 0
                && tokens.at(Kind.NAME, "d")
                && tokens.peek(1).is(Kind.NAME)
                && !tokens.peek(1).text().equals("\u221e");
    }
}
