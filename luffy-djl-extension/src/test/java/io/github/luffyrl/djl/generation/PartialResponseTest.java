package io.github.luffyrl.djl.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The policy's rows against the reference's padded ones. */
class PartialResponseTest {

    private static final Path CASES =
            Path.of("../luffy-core/src/test/resources/golden/rollout_construction.json");
    private static final int END = 1;

    @Test
    void aContinuationIsTheReferencesRowWithoutPadding() throws IOException {
        int rows = 0;
        for (JsonNode golden : new ObjectMapper().readTree(CASES.toFile()).required("cases")) {
            if (golden.required("inputs").has("generated")) {
                rows += compare(golden);
            }
        }
        assertTrue(rows > 300, () -> "too few rows in " + CASES);
    }

    private static int compare(JsonNode golden) {
        JsonNode inputs = golden.required("inputs");
        JsonNode expected = golden.required("expected");
        int end = golden.required("options").required("eos_token_id").intValue();
        int rows = expected.required("responses").size();
        int rowsPerPrompt = rows / inputs.required("prompt_ids").size();
        for (int row = 0; row < rows; row++) {
            int[] input = ids(expected.required("engine_prompts").get(row));
            int[] padded = ids(expected.required("responses").get(row));
            int[] attention = ids(expected.required("attention_mask").get(row));
            int promptWidth = attention.length - padded.length;
            int promptLength =
                    sum(ids(inputs.required("prompt_attention_mask").get(row / rowsPerPrompt)));
            int prefixLength =
                    expected.has("prefix_mask")
                            ? sum(ids(expected.required("prefix_mask").get(row)))
                            : 0;
            int length = sum(Arrays.copyOfRange(attention, promptWidth, attention.length));

            Trajectory got =
                    write(
                            Arrays.copyOf(input, promptLength),
                            Arrays.copyOfRange(input, promptLength, input.length),
                            ids(inputs.required("generated").get(row)),
                            padded.length,
                            end);

            String what = golden.required("name").asText() + ", row " + row;
            assertArrayEquals(Arrays.copyOf(padded, length), got.response().toArray(), what);
            assertEquals(prefixLength, got.prefixLength(), what);
        }
        return rows;
    }

    @Test
    void aResponseIsThePrefixAndWhatFollowsUpToAnEndOrTheWidth() {
        Random random = new Random(5);
        int width = 8;
        for (int run = 0; run < 2000; run++) {
            int[] prefix = tokens(random, random.nextInt(11));
            if (random.nextBoolean() && prefix.length > 0) {
                prefix[prefix.length - 1] = END;
            }
            int[] generated = tokens(random, width);
            generated[random.nextInt(width)] = END;
            int[] both =
                    IntStream.concat(Arrays.stream(prefix), Arrays.stream(generated)).toArray();
            int length = Math.min(firstEnd(both) + 1, width);

            Trajectory got = write(new int[] {9}, prefix, generated, width, END);

            assertArrayEquals(Arrays.copyOf(both, length), got.response().toArray());
            assertEquals(Math.min(prefix.length, width), got.prefixLength());
            assertEquals(both[length - 1] == END, got.finished());
            assertEquals(
                    prefix.length >= length,
                    continuation(new int[] {9}, prefix, width, END).done());
        }
    }

    private static int firstEnd(int[] tokens) {
        int t = 0;
        while (tokens[t] != END) {
            t++;
        }
        return t;
    }

    @Test
    void nothingIsWrittenAfterAPrefixThatEnds() {
        assertTrue(continuation(new int[] {9}, new int[] {5, END}, 8, END).done());
        assertFalse(continuation(new int[] {9}, new int[] {5}, 8, END).done());
    }

    /** Lets the continuation take generated tokens for as long as it wants any. */
    private static Trajectory write(
            int[] prompt, int[] prefix, int[] generated, int width, int end) {
        PartialResponse continuation = continuation(prompt, prefix, width, end);
        for (int t = 0; !continuation.done(); t++) {
            continuation.append(new TokenSampler.Sample(generated[t], -1, -1));
        }
        return continuation.trajectory();
    }

    private static PartialResponse continuation(int[] prompt, int[] prefix, int width, int end) {
        return new PartialResponse(
                new RolloutRequest(Tokens.of(prompt), new Prefix(prefix), 0), width, Set.of(end));
    }

    /** Tokens that are neither padding nor an end. */
    private static int[] tokens(Random random, int length) {
        return random.ints(length, 2, 50).toArray();
    }

    private static int[] ids(JsonNode row) {
        return StreamSupport.stream(row.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static int sum(int[] numbers) {
        return Arrays.stream(numbers).sum();
    }
}
