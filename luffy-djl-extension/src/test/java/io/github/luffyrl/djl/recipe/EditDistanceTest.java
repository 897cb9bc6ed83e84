package io.github.luffyrl.djl.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({
        "steps, steps, 0",
        "steps, Steps, 0", // case does not count
        "steps, stps, 1", // one letter left out
        "stps, steps, 1", // one inserted
        "steps, stops, 1", // one replaced
        "steps, stpes, 1", // two swapped
        "kitten, sitting, 3",
        "'', abc, 3",
    })
    void countsInsertionsRemovalsReplacementsAndSwaps(String a, String b, int distance) {
        assertEquals(distance, EditDistance.between(a, b));
    }
}
