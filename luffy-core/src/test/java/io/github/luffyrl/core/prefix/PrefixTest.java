package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {

    @Test
    void prefixesOfTheSameTokensAreEqual() {
        assertEquals(new Prefix(new int[] {1, 2}), new Prefix(new int[] {1, 2}));
        assertEquals(
                new Prefix(new int[] {1, 2}).hashCode(), new Prefix(new int[] {1, 2}).hashCode());
        assertNotEquals(new Prefix(new int[] {1, 2}), new Prefix(new int[] {2, 1}));
        assertEquals(Prefix.NONE, new Prefix(new int[0]));
    }

    @Test
    void theTokensCannotBeChangedFromOutside() {
        int[] tokens = {1, 2};
        Prefix prefix = new Prefix(tokens);

        tokens[0] = 9;

        assertEquals(Tokens.of(1, 2), prefix.tokens());
        assertEquals(2, prefix.length());
    }

    @Test
    void ratioDemonstrationAndUseCountInEquality() {
        assertNotEquals(new Prefix(new int[0], 0.5), Prefix.NONE);
        assertEquals(new Prefix(new int[] {1}, 1, 0), new Prefix(new int[] {1}));
        assertNotEquals(new Prefix(new int[] {1}, 1, 1), new Prefix(new int[] {1}));
        assertNotEquals(
                new Prefix(Tokens.of(1), 1, 0, PrefixUse.CONTEXT), new Prefix(new int[] {1}));
    }

    @Test
    void demonstrationsAreCountedFromZero() {
        assertThrows(IllegalArgumentException.class, () -> new Prefix(new int[] {1}, 1, -1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aRatioThatIsNoShareIsRejectedByItsValue(double ratio) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new Prefix(new int[0], ratio));

        assertEquals("a prefix ratio is in [0, 1], got " + ratio, error.getMessage());
    }
}
