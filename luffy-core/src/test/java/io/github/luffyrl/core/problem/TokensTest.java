package io.github.luffyrl.core.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void tokensCannotBeChangedFromOutside() {
        int[] ids = {1, 2};
        Tokens tokens = Tokens.of(ids);

        ids[0] = 9;
        tokens.toArray()[1] = 9;

        assertEquals(Tokens.of(1, 2), tokens);
        assertEquals(Tokens.of(1, 2).hashCode(), tokens.hashCode());
        assertNotEquals(Tokens.of(2, 1), tokens);
        assertEquals("[1, 2]", tokens.toString());
    }

    @Test
    void partsAndWholesAreThoseOfTheIds() {
        Tokens tokens = Tokens.of(5, 6, 7);

        assertEquals(Tokens.of(6), tokens.slice(1, 2));
        assertEquals(Tokens.of(5, 6), tokens.first(2));
        assertEquals(tokens, tokens.first(2).concat(tokens.slice(2, 3)));
        assertEquals(tokens, Tokens.NONE.concat(tokens));
        assertEquals(7, tokens.get(2));
        assertArrayEquals(new int[] {5, 6, 7}, tokens.stream().toArray());
        assertTrue(tokens.slice(3, 3).isEmpty());
    }

    @Test
    void aPartOutsideIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> Tokens.of(5).slice(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Tokens.of(5).slice(1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Tokens.of(5).slice(-1, 0));
    }
}
