package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

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
        prefix.tokens()[1] = 9;

        assertArrayEquals(new int[] {1, 2}, prefix.tokens());
        assertEquals(2, prefix.length());
    }
}
