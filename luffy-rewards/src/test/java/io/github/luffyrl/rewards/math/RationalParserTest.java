package io.github.luffyrl.rewards.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RationalParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "0                      ~ 0     ~ 1",
                "007                    ~ 7     ~ 1",
                "-12                    ~ -12   ~ 1",
                "- 12                   ~ -12   ~ 1",
                "+12                    ~ 12    ~ 1",
                "\u221212               ~ -12   ~ 1",
                "-0                     ~ 0     ~ 1",
                "0.50                   ~ 1     ~ 2",
                "-.125                  ~ -1    ~ 8",
                "5.                     ~ 5     ~ 1",
                "1,234                  ~ 1234  ~ 1",
                "-1,234,567.8           ~ -12345678 ~ 10",
                "3/4                    ~ 3     ~ 4",
                "-6 / 8                 ~ -3    ~ 4",
                "3/-4                   ~ -3    ~ 4",
                "1,000/2.5              ~ 400   ~ 1",
                "\\frac{3}{4}           ~ 3     ~ 4",
                "\\dfrac{3}{4}          ~ 3     ~ 4",
                "\\tfrac{3}{4}          ~ 3     ~ 4",
                "\\cfrac{3}{4}          ~ 3     ~ 4",
                "\\frac34               ~ 3     ~ 4",
                "\\frac 3 4             ~ 3     ~ 4",
                "\\frac3{40}            ~ 3     ~ 40",
                "\\frac{30}4            ~ 15    ~ 2",
                "-\\frac{ 3 }{ 4 }      ~ -3    ~ 4",
                "\\frac{-3}{4}          ~ -3    ~ 4",
                "-\\frac{-3}{4}         ~ 3     ~ 4",
                "$42$                   ~ 42    ~ 1",
                "$$ \\frac{1}{2} $$     ~ 1     ~ 2",
            })
    void aNumberIsReadExactly(String text, long numerator, long denominator) {
        assertEquals(Optional.of(Rational.of(numerator, denominator)), RationalParser.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                ".",
                "-.",
                "$",
                "$$",
                "$$$$",
                "$5",
                "x",
                "5 cm",
                "x=5",
                "1 2",
                "--5",
                "1.2.3",
                "1,22",
                "12,3456",
                "1234,567",
                "0,111", // 0.111 to some readers, so not a grouped number
                ",123",
                "1e3",
                "50%",
                "1/0",
                "1/0.00",
                "1/2/3",
                "/2",
                "1/",
                "\\frac{1}{0}",
                "\\frac{1}",
                "\\frac{}{2}",
                "\\frac123", // 1/2 times 3
                "\\frac{1/2}{3}",
                "1\\frac{3}{4}",
                "\\frac{3}{4}x",
                "\u0663", // a digit, but not an ASCII one
            })
    void whateverIsNotExactlyOneNumberIsNone(String text) {
        assertEquals(Optional.empty(), RationalParser.parse(text));
    }

    @Test
    void digitsBeyondDoublePrecisionCount() {
        assertEquals(
                Optional.of(new Rational(new BigInteger("9007199254740993"), BigInteger.ONE)),
                RationalParser.parse("9007199254740993")); // 2^53 + 1
    }

    @Test
    void aNumberUpToTheLongestLengthIsRead() {
        String longest = "9".repeat(RationalParser.MAX_LENGTH);

        assertTrue(RationalParser.parse(" " + longest + " ").isPresent());
        assertEquals(Optional.empty(), RationalParser.parse(longest + "9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "1,000,", "$", "-", "(", " \\frac", "/", " "})
    void hostileLengthIsRefusedQuickly(String unit) {
        String text = "1" + unit.repeat(3_000_000 / unit.length()) + "x";

        Optional<Rational> value =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> RationalParser.parse(text));

        assertEquals(Optional.empty(), value);
    }

    @Test
    void aHugeExponentIsNotExpanded() {
        assertEquals(
                Optional.empty(),
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> RationalParser.parse("1e999999999")));
    }
}
