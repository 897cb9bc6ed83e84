package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import org.junit.jupiter.api.Test;

class RolloutRequestTest {

    @Test
    void requestsOfTheSameContentAreEqual() {
        assertEquals(request(1, 3, 5), request(1, 3, 5));
        assertEquals(request(1, 3, 5).hashCode(), request(1, 3, 5).hashCode());
    }

    @Test
    void everyComponentCounts() {
        assertNotEquals(request(1, 3, 5), request(9, 3, 5));
        assertNotEquals(request(1, 3, 5), request(1, 9, 5));
        assertNotEquals(request(1, 3, 5), request(1, 3, 9));
    }

    @Test
    void thePolicyReadsThePromptAndThePrefix() {
        assertEquals(Tokens.of(1, 3), request(1, 3, 5).input());
    }

    @Test
    void anEmptyPromptIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new RolloutRequest(Tokens.NONE, Prefix.NONE, 5));
    }

    private static RolloutRequest request(int promptToken, int prefixToken, long seed) {
        return new RolloutRequest(
                Tokens.of(promptToken), new Prefix(new int[] {prefixToken}), seed);
    }
}
