package io.github.luffyrl.rewards.internal.math.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.BudgetExceededException;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Quantity;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.SetOf;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Expr.Tuple;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Unit;
import io.github.luffyrl.rewards.internal.math.evaluate.Exact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MathReaderTest {

    private static Optional<Expr> read(String text) {
        return MathReader.read(text, Notation.LATEX, new Budget());
    }

    private static Expr num(long value) {
        return Num.of(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "1+2*3                    ~ 7     ~ 1",
                "2-3-4                    ~ -5    ~ 1",
                "2^{3^2}                  ~ 512   ~ 1",
                "-2^2                     ~ -4    ~ 1",
                "6/2(3)                   ~ 9     ~ 1", // left to right
                "\\frac12                 ~ 1     ~ 2",
                "\\frac1{3}               ~ 1     ~ 3",
                "\\dfrac{3}{4}            ~ 3     ~ 4",
                "2\\frac{1}{3}            ~ 7     ~ 3",
                "2 1/3                    ~ 7     ~ 3",
                "\\sqrt 4+1               ~ 3     ~ 1",
                "\\sqrt[3]{27}            ~ 3     ~ 1",
                "2^{10}                   ~ 1024  ~ 1",
                "10^-1                    ~ 1     ~ 10",
                "|{-3}|                   ~ 3     ~ 1",
                "\\left|2-5\\right|       ~ 3     ~ 1",
                "\\lfloor 3.7 \\rfloor    ~ 3     ~ 1",
                "5!                       ~ 120   ~ 1",
                "\\sum_{k=1}^{4} k^2      ~ 30    ~ 1",
                "17 \\bmod 5              ~ 2     ~ 1",
                "{n \\over 2}\\cdot 0     ~ none  ~ 1",
                "\\left(1+2\\right)(3-4)  ~ -3    ~ 1",
                "2√9                      ~ 6     ~ 1",
                "3×4²                     ~ 48    ~ 1",
            })
    void operatorsBindAsInMathematics(String text, String above, long below) {
        Optional<Rational> value = read(text).flatMap(expr -> Exact.value(expr, new Budget()));

        Optional<Rational> expected =
                above.equals("none")
                        ? Optional.empty()
                        : Optional.of(Rational.of(Long.parseLong(above), below));
        assertEquals(expected, value);
    }

    @Test
    void listsPointsAndSetsAreToldApart() {
        assertEquals(Optional.of(new ListOf(List.of(num(1), num(2)))), read("1, 2"));
        assertEquals(Optional.of(new Tuple(false, List.of(num(1), num(2)), true)), read("(1,2]"));
        assertEquals(Optional.of(new SetOf(List.of(num(1), num(2)))), read("\\{1;2\\}"));
        assertEquals(Optional.of(new ListOf(List.of(num(1), num(2)))), read("1 \\text{ and } 2"));
    }

    @Test
    void aCommaBeforeThreeDigitsSeparatesThousandsOutsideOfBrackets() {
        assertEquals(Optional.of(num(12345)), read("12,345"));
        assertEquals(
                Optional.of(new Tuple(false, List.of(num(12), num(345)), false)), read("(12,345)"));
    }

    @Test
    void chainsOfRelationsKeepTheirOperators() {
        Expr chain =
                new Relation(
                        List.of(num(1), new Sym("x"), num(2)),
                        List.of(Operator.LESS_OR_EQUAL, Operator.LESS));

        assertEquals(Optional.of(chain), read("1 \\leq x < 2"));
        assertEquals(Optional.of(chain), read("1<=x<2"));
    }

    @Test
    void aFunctionIsNoProduct() {
        assertEquals(Optional.of(new Opaque("f", List.of(new Sym("x")))), read("f(x)"));
        assertEquals(Optional.of(new Opaque("I", List.of(num(0)))), read("I(0)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"15\\text{ cm}^2", "15\\text{ cm}^{2}", "15 square centimeters"})
    void unitsBehindAValueAreReadWithTheirDimension(String text) {
        Unit area = new Unit(Map.of("m", 2), Rational.of(1, 10_000));

        assertEquals(Optional.of(new Quantity(num(15), area, "")), read(text));
    }

    @Test
    void wordsThatAreNoUnitStay() {
        assertEquals(Optional.of(new Text("even")), read("\\text{even}"));
        assertEquals(
                Optional.of(new Product(List.of(num(5), new Text("is wrong")))),
                read("5\\text{ is wrong}"));
        assertEquals(Optional.of(new Text("2024-01-02")), read("2024-01-02"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "}", "1+", "\\frac{1}", "(1,2", "x = ", "\\sin", "1 [2) 3]]", "#"})
    void whatIsNoMathematicsIsNotRead(String text) {
        assertEquals(Optional.empty(), read(text));
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackOverflows() {
        assertThrows(BudgetExceededException.class, () -> read("(".repeat(10_000)));
        assertThrows(BudgetExceededException.class, () -> read("\\sqrt{".repeat(3_000)));
    }

    @Test
    void longNumbersAreRefused() {
        assertThrows(BudgetExceededException.class, () -> read("1e999999999"));
        assertThrows(BudgetExceededException.class, () -> read("7".repeat(30_000)));
    }
}
