package io.github.luffyrl.djl.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GenerationBatchesTest {

    @Test
    void groupsOfEqualSizeAreSharedOutWhole() {
        List<RolloutRequest> requests = groups(16, 8);
        Collections.shuffle(requests, new Random(1));

        List<List<Integer>> chunks = GenerationBatches.of(requests, 64);

        assertEquals(List.of(64, 64), chunks.stream().map(List::size).toList());
        for (List<Integer> chunk : chunks) {
            long prompts = chunk.stream().map(i -> requests.get(i).prompt()).distinct().count();
            assertEquals(8, prompts);
        }
    }

    @Test
    void aGroupIsTornWhereTheBatchesWouldBeTooUnequal() {
        assertEquals(List.of(20, 20), sizes(groups(1, 40), 20));
        assertEquals(List.of(12, 12), sizes(groups(3, 8), 12));
        assertEquals(List.of(40), sizes(groups(5, 8), 40));
    }

    @Test
    void aBorderNearTheIdealCutIsTaken() {
        // 7 groups of 4: the half is 14, 2 from the borders 12 and 16
        assertEquals(List.of(12, 16), sizes(groups(7, 4), 14));
    }

    @Test
    void thereAreAsManyBatchesAsTheRowsNeed() {
        assertEquals(List.of(8, 8, 8, 8), sizes(groups(4, 8), 8));
        assertEquals(List.of(1, 1, 1), sizes(groups(3, 1), 1));
        assertEquals(List.of(1), sizes(groups(1, 1), 64));
    }

    @Test
    void longRequestsComeFirst() {
        List<RolloutRequest> requests =
                List.of(request(1, 0), request(2, 9), request(1, 4), request(3, 2));

        assertEquals(List.of(List.of(1, 2), List.of(0, 3)), GenerationBatches.of(requests, 2));
    }

    @Test
    void everyRequestIsWrittenOnce() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            List<RolloutRequest> requests = new ArrayList<>();
            int count = 1 + random.nextInt(60);
            for (int i = 0; i < count; i++) {
                requests.add(request(random.nextInt(9), random.nextInt(5)));
            }
            int maxRows = 1 + random.nextInt(20);
            List<List<Integer>> chunks = GenerationBatches.of(requests, maxRows);

            List<Integer> all = new ArrayList<>();
            for (List<Integer> chunk : chunks) {
                assertTrue(chunk.size() <= 1.5 * maxRows + 1, chunk::toString);
                all.addAll(chunk);
            }
            Collections.sort(all);
            for (int i = 0; i < count; i++) {
                assertEquals(i, all.get(i));
            }
            assertEquals(count, all.size());
        }
    }

    private static List<Integer> sizes(List<RolloutRequest> requests, int maxRows) {
        return GenerationBatches.of(requests, maxRows).stream().map(List::size).toList();
    }

    private static List<RolloutRequest> groups(int groups, int rows) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            for (int row = 0; row < rows; row++) {
                requests.add(request(group, 0));
            }
        }
        return requests;
    }

    private static RolloutRequest request(int prompt, int prefix) {
        return new RolloutRequest(Tokens.of(prompt), new Prefix(new int[prefix]), 0);
    }
}
