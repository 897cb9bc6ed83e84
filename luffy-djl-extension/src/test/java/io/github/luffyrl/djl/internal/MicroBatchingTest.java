package io.github.luffyrl.djl.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatchingTest {

    private static List<List<String>> cut(int maxTokens, String... rows) {
        return MicroBatching.cut(
                List.of(rows), (a, b) -> a.charAt(0) == b.charAt(0), String::length, maxTokens);
    }

    @Test
    void groupsStayTogether() {
        assertEquals(
                List.of(List.of("b", "bb"), List.of("a", "aaa")), cut(6, "aaa", "a", "b", "bb"));
    }

    @Test
    void aGroupThatDoesNotFitIsCut() {
        assertEquals(List.of(List.of("aa", "aaa"), List.of("aaa")), cut(6, "aaa", "aaa", "aa"));
    }

    @Test
    void rowsOfTheirOwnAreCutByLengthAndALongOneGoesAlone() {
        assertEquals(List.of(List.of("b", "cc"), List.of("aaaaaaa")), cut(4, "aaaaaaa", "b", "cc"));
    }

    @Test
    void withoutRowsThereIsNoMicroBatch() {
        assertEquals(List.of(), cut(4));
    }
}
