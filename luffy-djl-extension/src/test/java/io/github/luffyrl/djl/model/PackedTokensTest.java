package io.github.luffyrl.djl.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.djl.model.PackedTokens.Block;
import io.github.luffyrl.djl.model.PackedTokens.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PackedTokensTest {

    private static final int SHARED = PackedTokens.LEAST_SAVED;

    @Test
    void aGroupComputesItsPromptOnce() {
        int columns = SHARED + 3;
        long[] ids = new long[4 * columns];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % columns < SHARED ? i % columns : 100 + i; // responses of their own
        }
        PackedTokens packed = PackedTokens.shared(ids, full(4, columns), columns);
        assertEquals(
                List.of(
                        new Block(0, 1, SHARED, List.of()),
                        new Block(SHARED, 4, 3, List.of(new Span(0, SHARED)))),
                packed.blocks());
        assertEquals(SHARED + 4 * 3, packed.size());
    }

    @Test
    void aFewCommonTokensAreNotWorthABlock() {
        PackedTokens packed =
                PackedTokens.shared(new long[] {1, 2, 3, 1, 2, 4}, new int[] {3, 3}, 3);
        assertEquals(List.of(new Block(0, 2, 3, List.of())), packed.blocks());
    }

    @Test
    void whatIsBehindARowIsNotComputed() {
        PackedTokens packed =
                PackedTokens.shared(new long[] {1, 2, 0, 3, 0, 0, 5, 5, 5}, new int[] {2, 0, 3}, 3);
        assertEquals(6, packed.size()); // one token fills the shorter row
        assertEquals(1, packed.padding());
        assertArrayEquals(new long[] {0, 1, 1, 0, 1, 2}, packed.positions());
    }

    /** Rows that branch at random: each token sees what comes before it in its row, and no more. */
    @RepeatedTest(200)
    void everyTokenSeesExactlyWhatComesBeforeIt(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        int rows = 1 + random.nextInt(12);
        int columns = 1 + random.nextInt(100);
        long[] ids = new long[rows * columns];
        int[] lengths = new int[rows];
        for (int row = 0; row < rows; row++) {
            lengths[row] = random.nextInt(columns + 1);
            int other = random.nextInt(row + 1);
            int copied = random.nextInt(columns + 1);
            for (int t = 0; t < columns; t++) {
                ids[row * columns + t] = t < copied ? ids[other * columns + t] : random.nextInt(3);
            }
        }
        lengths[0] = Math.max(1, lengths[0]);

        PackedTokens packed = PackedTokens.shared(ids, lengths, columns);

        long[] computed = Arrays.stream(packed.sources()).mapToLong(s -> ids[s]).toArray();
        long[] positions = packed.positions();
        for (int row = 0; row < rows; row++) {
            for (int t = 0; t < lengths[row]; t++) {
                List<Long> seen = new ArrayList<>();
                for (int place : seenBy(packed, packed.places()[row * columns + t])) {
                    assertEquals(seen.size(), positions[place]);
                    seen.add(computed[place]);
                }
                assertEquals(
                        Arrays.stream(ids, row * columns, row * columns + t + 1).boxed().toList(),
                        seen);
            }
        }
        assertTrue(packed.padding() < packed.size());
    }

    private static List<Integer> seenBy(PackedTokens packed, int place) {
        for (Block block : packed.blocks()) {
            if (place >= block.first() && place < block.first() + block.size()) {
                List<Integer> seen = new ArrayList<>();
                for (Span span : block.context()) {
                    for (int i = 0; i < span.length(); i++) {
                        seen.add(span.first() + i);
                    }
                }
                int begin = place - (place - block.first()) % block.width();
                for (int i = begin; i <= place; i++) {
                    seen.add(i);
                }
                return seen;
            }
        }
        throw new AssertionError(place + " is in no block");
    }

    private static int[] full(int rows, int columns) {
        int[] lengths = new int[rows];
        Arrays.fill(lengths, columns);
        return lengths;
    }
}
