package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ResponseMaskTest {

    private static final ResponseMask MASK =
            new ResponseMask(new boolean[][] {{true, false, true}, {false, false, false}});

    @Test
    void tokensAreCounted() {
        assertEquals(2, MASK.tokens());
        assertEquals(2, MASK.tokens(0));
        assertEquals(0, MASK.tokens(1));
    }

    @Test
    void theLastTokenIsTheRightmost() {
        assertEquals(2, MASK.last(0));
        assertEquals(-1, MASK.last(1));
    }

    @Test
    void whatIsOutsideIsNotRead() {
        double[][] values = {{1, Double.NaN, 3}, {Double.NaN, Double.NaN, Double.NaN}};

        assertArrayEquals(new double[][] {{1, 0, 3}, {0, 0, 0}}, MASK.keep("values", values));
        assertEquals(10, MASK.sum("values", values, v -> v * v));
        assertArrayEquals(
                new double[][] {{0, 0, 0}, {0, 0, 0}},
                MASK.difference("values", values, "values", values));
    }

    @Test
    void marksAreCopied() {
        boolean[][] marks = {{true}};
        ResponseMask mask = new ResponseMask(marks);

        marks[0][0] = false;

        assertTrue(mask.at(0, 0));
    }

    @Test
    void anotherShapeIsRejectedByName() {
        assertEquals(
                "rewards has 1 rows, the mask 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> MASK.keep("rewards", new double[1][3]))
                        .getMessage());
        assertEquals(
                "row 0 of rewards has length 4, that of the mask 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> MASK.keep("rewards", new double[2][4]))
                        .getMessage());
    }

    @Test
    void aNumberPerRowStandsAtTheRowsLastToken() {
        ResponseMask mask =
                new ResponseMask(
                        new boolean[][] {
                            {true, true, false}, {false, true, true}, {false, false, false}
                        });

        assertArrayEquals(
                new double[][] {{0, -0.5, 0}, {0, 0, 2}, {0, 0, 0}},
                mask.atLastToken(new double[] {-0.5, 2, 3}));
        assertThrows(IllegalArgumentException.class, () -> mask.atLastToken(new double[2]));
    }
}
