package io.github.luffyrl.examples.combinationlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockRewardTest {

    private static double reward(String prompt, String response, boolean finished) {
        return new LockReward()
                .score(
                        Problem.of("an-id", prompt, ""),
                        new Completion(response, response.length(), finished))
                .value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a42b24= a32b34", // wheel after wheel
                "a42b24= b34a32", // any order
                "a09b56= b6a9", // past zero
                "a91b18= a01b098", // past zero, up and down
                "a05b50= a12345b43210", // half a turn, up or down
                "a05b50= a98765b67890",
                "a30b95c28= a210c1098b8765", // 2 to 8: down over 1 0 9
            })
    void whatOpensTheLockInTheFewestTurnsIsRight(String prompt, String response) {
        assertEquals(1, reward(prompt, response, true));
        assertEquals(0, reward(prompt, response, false), "not finished");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "a32", // a wheel is missing
                "b34",
                "a32b3", // truncated
                "a3b34",
                "a32b",
                "ab",
                "a32a32", // a wheel twice
                "a32b34a",
                "a32b34a32",
                "a3b3a2b4", // wheels by turns
                "a32b34c", // a wheel that is not there
                "a32b34c1",
                "c1a32b34",
                "a32b345", // too far
                "a321b34",
                "a3212b34", // a detour
                "a343b34",
                "a32b3434",
                "a56789012b34", // the long way
                "a2b4", // by two
                "a42b34", // the start is no turn
                "a432b34",
                "a32b33",
                "a23b34", // the digits the other way round
                "a33b34", // not the target
                "a32b34 ", // text around
                " a32b34",
                "a32 b34",
                "a32b34=",
                "a42b24=a32b34",
                "a32b34\n",
                "a32,b34",
                "A32b34", // upper case
                "a32B34",
                "a٣٢b34", // digits of other scripts
                "a３２b３４",
                "a³²b34",
                "а32b34", // a Cyrillic letter
                "a32b3\uFFFD",
                "32b34", // no letter
                "3234",
                "a+3+2b34",
                "a-1b34",
            })
    void whatDoesNotIsWrong(String response) {
        assertEquals(0, reward("a42b24=", response, true));
    }

    @Test
    void ofAllWalksExactlyTheShortestOnesAreRight() {
        // 8 to 3 takes five turns either way, 0 to 9 one down: two ways in two orders.
        Set<String> right = Set.of("a90123b9", "a76543b9", "b9a90123", "b9a76543");
        Set<String> accepted = new HashSet<>();
        for (String response : walks("a83b09=")) {
            if (reward("a83b09=", response, true) == 1) {
                accepted.add(response);
            }
        }
        assertEquals(right, accepted);
    }

    /** Both orders of the wheels, with 1 to 6 turns of a and 1 to 3 of b, each up or down. */
    private static List<String> walks(String prompt) {
        Lock lock = Lock.parse(prompt);
        List<String> all = new ArrayList<>();
        for (String a : walks('a', lock.start().charAt(0) - '0', 6)) {
            for (String b : walks('b', lock.start().charAt(1) - '0', 3)) {
                all.add(a + b);
                all.add(b + a);
            }
        }
        return all;
    }

    private static List<String> walks(char letter, int start, int longest) {
        List<String> all = new ArrayList<>();
        for (int turns = 1; turns <= longest; turns++) {
            for (int ways = 0; ways < 1 << turns; ways++) {
                StringBuilder walk = new StringBuilder().append(letter);
                int digit = start;
                for (int i = 0; i < turns; i++) {
                    digit = (digit + ((ways >> i & 1) == 1 ? 1 : 9)) % 10;
                    walk.append(digit);
                }
                all.add(walk.toString());
            }
        }
        return all;
    }

    @Test
    void whatIsNoLockIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> reward("a42b2=", "a32", true));
        assertThrows(IllegalArgumentException.class, () -> reward("turn", "a32", true));
    }
}
