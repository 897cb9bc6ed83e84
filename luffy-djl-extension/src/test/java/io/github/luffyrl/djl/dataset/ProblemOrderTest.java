package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemOrderTest {

    @Test
    void everyPassIsAnotherPermutationWhateverTheStepsDrawn() {
        List<Integer> drawn = new ArrayList<>();
        ProblemOrder order = new ProblemOrder(10, 3);
        for (int step = 0; step < 10; step++) {
            drawn.addAll(next(order, 4)); // passes end within steps
        }
        assertEquals(next(new ProblemOrder(10, 3), 40), drawn);
        List<List<Integer>> passes =
                IntStream.range(0, 4).mapToObj(p -> drawn.subList(10 * p, 10 * p + 10)).toList();
        for (List<Integer> pass : passes) {
            assertEquals(IntStream.range(0, 10).boxed().toList(), pass.stream().sorted().toList());
        }
        assertEquals(4, passes.stream().distinct().count());
    }

    @Test
    void noPassOfOneSeedIsAPassOfAnother() {
        long distinct =
                IntStream.range(0, 40)
                        .mapToObj(seed -> next(new ProblemOrder(12, seed), 36))
                        .flatMap(
                                drawn ->
                                        IntStream.range(0, 3)
                                                .mapToObj(p -> drawn.subList(12 * p, 12 * p + 12)))
                        .distinct()
                        .count();
        assertEquals(120, distinct); // of 12! permutations
        assertNotEquals(next(new ProblemOrder(10, 1), 10), next(new ProblemOrder(10, 2), 10));
    }

    @Test
    void aRestoredOrderGoesOnBehindWhatWasDrawn() {
        for (int drawn = 0; drawn < 25; drawn++) {
            ProblemOrder first = new ProblemOrder(10, 3);
            next(first, drawn);
            ProblemOrder second = new ProblemOrder(10, 3);
            second.restore(first.drawn());
            assertEquals(next(first, 12), next(second, 12));
        }
    }

    private static List<Integer> next(ProblemOrder order, int count) {
        return Stream.generate(order::next).limit(count).toList();
    }
}
