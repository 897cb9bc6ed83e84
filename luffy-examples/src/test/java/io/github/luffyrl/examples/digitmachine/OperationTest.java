package io.github.luffyrl.examples.digitmachine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {

    @ParameterizedTest
    @CsvSource({
        "SWAP_01, 8190",
        "SWAP_12, 1980",
        "SWAP_23, 1809",
        "SWAP_03, 0891",
        "ROTATE_LEFT, 8901",
        "ROTATE_RIGHT, 0189",
        "REVERSE, 0981",
        "ADD_TO_0, 4890", // 1 + 3
        "ADD_TO_1, 1190", // 8 + 3 = 11, without its ten
        "ADD_TO_2, 1820", // 9 + 3 = 12, without its ten
        "ADD_TO_3, 1893", // 0 + 3
        "COMPLEMENT, 8109", // 9 - 1, 9 - 8, 9 - 9, 9 - 0
    })
    void carriesOutOnTheState1890(Operation operation, String expected) {
        assertEquals(expected, operation.apply(new DigitState(1, 8, 9, 0)).toString());
    }

    @Test
    void lettersRunFromAToL() {
        String letters =
                Arrays.stream(Operation.values())
                        .map(operation -> String.valueOf(operation.letter()))
                        .collect(Collectors.joining());

        assertEquals("abcdefghijkl", letters);
    }

    @Test
    void stateRefusesWhatIsNotADigit() {
        assertThrows(IllegalArgumentException.class, () -> new DigitState(0, 10, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new DigitState(0, 0, -1, 0));
    }
}
