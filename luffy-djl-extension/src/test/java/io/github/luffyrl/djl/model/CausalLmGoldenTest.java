package io.github.luffyrl.djl.model;

import static io.github.luffyrl.djl.GoldenModel.TOLERANCE;
import static io.github.luffyrl.djl.GoldenModel.doubles;
import static io.github.luffyrl.djl.GoldenModel.ints;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.GoldenModel;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forward pass and decoding against numbers computed in float64, for every checkpoint folder. */
class CausalLmGoldenTest {

    private static final String MODELS = "io.github.luffyrl.djl.GoldenModel#all";

    @ParameterizedTest
    @MethodSource(MODELS)
    void logitsOfSingleSequencesAgree(GoldenModel golden) throws IOException {
        double worst = 0;
        try (Model model = golden.load();
                NDManager manager = model.getNDManager().newSubManager()) {
            for (JsonNode sequence : golden.list("sequences")) {
                double[][] logits =
                        logits(model, manager, new int[][] {ints(sequence.get("ids"))})[0];
                for (JsonNode expected : sequence.get("logits")) {
                    double[] values = doubles(expected.get("values"));
                    double[] actual = logits[expected.get("position").asInt()];
                    assertArrayEquals(values, actual, TOLERANCE, sequence.get("name").asText());
                    worst = Math.max(worst, distance(values, actual));
                }
                assertSequence(sequence, logits, 1);
                if (sequence.has("tempered")) {
                    JsonNode tempered = sequence.get("tempered");
                    assertScores(
                            tempered,
                            ints(sequence.get("ids")),
                            logits,
                            tempered.get("temperature").asDouble());
                }
            }
        }
        System.out.printf("%s: largest difference of a logit %.1e%n", golden, worst);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void rowsOfARightPaddedBatchEqualTheSequencesAlone(GoldenModel golden) throws IOException {
        JsonNode batch = golden.named("batches", "right_padded");
        try (Model model = golden.load();
                NDManager manager = model.getNDManager().newSubManager()) {
            double[][][] logits = logits(model, manager, matrix(batch.get("input_ids")));
            for (int row = 0; row < logits.length; row++) {
                JsonNode sequence = golden.sequence(batch.get("rows").get(row).asText());
                int length = sequence.get("ids").size();
                assertSequence(sequence, Arrays.copyOf(logits[row], length), 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void givenLabelsTheBlockPredictsLogProbsAndEntropies(GoldenModel golden) throws IOException {
        List<JsonNode> sequences =
                golden.list("sequences").stream().filter(s -> s.get("ids").size() > 1).toList();
        assertLabelled(golden, sequences, token -> true, 1);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void aMaskWithHolesLeavesTheOtherPredictionsAsTheyAre(GoldenModel golden) throws IOException {
        List<JsonNode> sequences =
                golden.list("sequences").stream().filter(s -> s.get("ids").size() > 1).toList();
        assertLabelled(golden, sequences, token -> token % 3 != 1, 1);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void theTemperatureOfTheLabelsDividesTheLogits(GoldenModel golden) throws IOException {
        List<JsonNode> tempered =
                golden.list("sequences").stream().filter(s -> s.has("tempered")).toList();
        double temperature = tempered.get(0).get("tempered").get("temperature").asDouble();
        assertLabelled(golden, tempered, token -> true, temperature);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void leftPaddedRowsDecodeAsTheSequencesAlone(GoldenModel golden) throws IOException {
        JsonNode batch = golden.named("batches", "left_padded");
        int[] padding = ints(batch.get("first_valid"));
        int[][] ids = matrix(batch.get("input_ids"));
        int allRowsBegun = Arrays.stream(padding).max().orElseThrow() + 1;
        for (boolean atOnce : new boolean[] {true, false}) {
            double[][][] decoded = decode(golden, ids, padding, allRowsBegun, atOnce);
            assertLeftPadded(golden, batch, decoded, allRowsBegun);
        }
    }

    private static void assertLeftPadded(
            GoldenModel golden, JsonNode batch, double[][][] decoded, int read) {
        int[] padding = ints(batch.get("first_valid"));
        int[][] ids = matrix(batch.get("input_ids"));
        for (int row = 0; row < ids.length; row++) {
            JsonNode sequence = golden.sequence(batch.get("rows").get(row).asText());
            double[] expected = doubles(sequence.get("log_probs"));
            for (int column = Math.max(read, padding[row] + 1);
                    column < ids[row].length;
                    column++) {
                assertEquals(
                        expected[column - padding[row] - 1],
                        logProb(decoded[column - read][row], ids[row][column], 1),
                        TOLERANCE);
            }
            double[] last = decoded[ids[row].length - read][row];
            assertArrayEquals(logitsAtTheEnd(sequence), last, TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void responsesAfterLeftPaddedPromptsScoreAsInTheSequencesAlone(GoldenModel golden)
            throws IOException {
        JsonNode batch = golden.named("batches", "prompt_left_response_right_padded");
        int[][] ids = matrix(batch.get("input_ids"));
        int[][] mask = matrix(batch.get("response_mask"));
        int read = batch.get("prompt_width").asInt();
        double[][][] decoded = decode(golden, ids, ints(batch.get("first_valid")), read, true);
        for (int row = 0; row < ids.length; row++) {
            int[] rowIds = ids[row];
            int currentRow = row;
            double[] actual =
                    IntStream.range(0, rowIds.length)
                            .filter(column -> mask[currentRow][column] == 1)
                            .mapToDouble(c -> logProb(decoded[c - read][currentRow], rowIds[c], 1))
                            .toArray();
            assertArrayEquals(doubles(batch.get("response_log_probs").get(row)), actual, TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void positionsMayHaveGaps(GoldenModel golden) throws IOException {
        JsonNode custom = golden.expected().get("custom_positions");
        int[] ids = ints(custom.get("ids"));
        int[] positions = ints(custom.get("position_ids"));
        double[][] decoded = new double[ids.length][];
        try (Model model = golden.load();
                NDManager manager = model.getNDManager().newSubManager();
                CachedDecoder reader =
                        ((CausalLm) model.getBlock())
                                .newDecoder(manager, new ParameterStore(manager, false), 1)) {
            for (int t = 0; t < ids.length; t++) {
                reader.continueAt(new int[] {positions[t]});
                decoded[t] = toDoubles(reader.next(new int[] {ids[t]}).toFloatArray());
            }
        }
        double[] expected = doubles(custom.get("log_probs"));
        for (int t = 1; t < ids.length; t++) {
            assertEquals(expected[t - 1], logProb(decoded[t - 1], ids[t], 1), TOLERANCE);
        }
        for (JsonNode logits : custom.get("logits")) {
            double[] values = doubles(logits.get("values"));
            assertArrayEquals(values, decoded[logits.get("position").asInt()], TOLERANCE);
        }
    }

    private static void assertLabelled(
            GoldenModel golden, List<JsonNode> sequences, IntPredicate trained, double temperature)
            throws IOException {
        List<TokenRow> rows = sequences.stream().map(s -> row(s, trained)).toList();
        try (Model model = golden.load();
                NDManager manager = model.getNDManager().newSubManager()) {
            BatchArrays batch = BatchArrays.of(manager, rows, 1, 1, (float) temperature);
            NDList predictions =
                    model.getBlock()
                            .forward(
                                    new ParameterStore(manager, false),
                                    batch.data(),
                                    batch.labels(),
                                    null);
            NDArray logProbs = BatchLayout.require(predictions, BatchLayout.LOG_PROBS);
            NDArray entropy = BatchLayout.require(predictions, BatchLayout.ENTROPY);
            for (int r = 0; r < rows.size(); r++) {
                JsonNode sequence = sequences.get(r);
                JsonNode scores = temperature == 1 ? sequence : sequence.get("tempered");
                float[] actual = logProbs.get(r).toFloatArray();
                float[] actualEntropy = entropy.get(r).toFloatArray();
                for (int column = 0; column < actual.length; column++) {
                    boolean there = column < rows.get(r).length() - 1;
                    boolean inMask = there && trained.test(column + 1);
                    assertEquals(
                            inMask ? scores.get("log_probs").get(column).asDouble() : 0,
                            actual[column],
                            inMask ? TOLERANCE : 0);
                    assertEquals(
                            inMask ? scores.get("entropy").get(column).asDouble() : 0,
                            actualEntropy[column],
                            inMask ? TOLERANCE : 0);
                }
            }
        }
    }

    private static TokenRow row(JsonNode sequence, IntPredicate trained) {
        int[] ids = ints(sequence.get("ids"));
        boolean[] mask = new boolean[ids.length];
        for (int i = 1; i < ids.length; i++) {
            mask[i] = trained.test(i);
        }
        return TokenRow.supervised(Tokens.of(ids), mask);
    }

    /** All that is expected of one sequence but its logits. */
    private static void assertSequence(JsonNode sequence, double[][] logits, double temperature) {
        int[] ids = ints(sequence.get("ids"));
        assertScores(sequence, ids, logits, temperature);
        int[] largest = new int[ids.length];
        for (int t = 0; t < ids.length; t++) {
            double[] row = logits[t];
            largest[t] =
                    IntStream.range(0, row.length)
                            .reduce((best, v) -> row[v] > row[best] ? v : best)
                            .orElseThrow();
        }
        assertArrayEquals(ints(sequence.get("argmax")), largest);
        if (ids.length > 1) {
            double mean =
                    -IntStream.range(1, ids.length)
                            .mapToDouble(t -> logProb(logits[t - 1], ids[t], temperature))
                            .average()
                            .orElseThrow();
            assertEquals(sequence.get("mean_nll").asDouble(), mean, TOLERANCE);
        }
    }

    private static void assertScores(
            JsonNode scores, int[] ids, double[][] logits, double temperature) {
        double[] logProbs =
                IntStream.range(1, ids.length)
                        .mapToDouble(t -> logProb(logits[t - 1], ids[t], temperature))
                        .toArray();
        assertArrayEquals(doubles(scores.get("log_probs")), logProbs, TOLERANCE);
        double[] entropies =
                Arrays.stream(logits).mapToDouble(row -> entropy(row, temperature)).toArray();
        assertArrayEquals(doubles(scores.get("entropy")), entropies, TOLERANCE);
    }

    private static double logProb(double[] logits, int token, double temperature) {
        double max = Arrays.stream(logits).max().orElseThrow();
        double sum = Arrays.stream(logits).map(z -> Math.exp((z - max) / temperature)).sum();
        return (logits[token] - max) / temperature - Math.log(sum);
    }

    private static double entropy(double[] logits, double temperature) {
        double first = logProb(logits, 0, temperature);
        return -Arrays.stream(logits)
                .map(z -> first + (z - logits[0]) / temperature)
                .map(l -> l * Math.exp(l))
                .sum();
    }

    private static double distance(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
    }

    private static double[] logitsAtTheEnd(JsonNode sequence) {
        int last = sequence.get("ids").size() - 1;
        for (JsonNode logits : sequence.get("logits")) {
            if (logits.get("position").asInt() == last) {
                return doubles(logits.get("values"));
            }
        }
        throw new IllegalStateException("no logits at " + last);
    }

    /** Logits {@code [B][T][V]} of the Block without labels. */
    private static double[][][] logits(Model model, NDManager manager, int[][] ids) {
        NDArray logits =
                model.getBlock()
                        .forward(
                                new ParameterStore(manager, false),
                                new NDList(array(manager, ids)),
                                false)
                        .singletonOrThrow();
        assertEquals(BatchLayout.LOGITS, logits.getName());
        double[][][] rows = new double[ids.length][ids[0].length][];
        for (int row = 0; row < ids.length; row++) {
            for (int t = 0; t < ids[0].length; t++) {
                rows[row][t] = toDoubles(logits.get(row, t).toFloatArray());
            }
        }
        return rows;
    }

    /**
     * Logits {@code [step][B][V]} after the first {@code read} columns, then after each more. All
     * but the last of the first columns are read at once, or one by one.
     */
    private static double[][][] decode(
            GoldenModel golden, int[][] ids, int[] padding, int read, boolean atOnce)
            throws IOException {
        int width = ids[0].length;
        double[][][] decoded = new double[width - read + 1][ids.length][];
        try (Model model = golden.load();
                NDManager manager = model.getNDManager().newSubManager();
                IncrementalDecoder reader =
                        IncrementalDecoder.open(
                                model.getBlock(),
                                manager,
                                new ParameterStore(manager, false),
                                ids.length)) {
            int stride = atOnce ? read - 1 : 1;
            for (int from = 0; from < read - 1; from += stride) {
                reader.read(tokens(ids, padding, from, from + stride));
            }
            for (int column = read - 1; column < width; column++) {
                int current = column;
                int[] tokens = Arrays.stream(ids).mapToInt(row -> row[current]).toArray();
                try (NDArray logits = reader.next(tokens)) {
                    for (int row = 0; row < ids.length; row++) {
                        decoded[column - read + 1][row] = toDoubles(logits.get(row).toFloatArray());
                    }
                }
            }
        }
        return decoded;
    }

    private static List<Tokens> tokens(int[][] ids, int[] padding, int from, int to) {
        return IntStream.range(0, ids.length)
                .mapToObj(
                        row ->
                                Tokens.of(ids[row])
                                        .slice(Math.min(to, Math.max(from, padding[row])), to))
                .toList();
    }

    private static NDArray array(NDManager manager, int[][] rows) {
        long[] flat = Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    private static int[][] matrix(JsonNode rows) {
        int[][] matrix = new int[rows.size()][];
        Arrays.setAll(matrix, row -> ints(rows.get(row)));
        return matrix;
    }

    private static double[] toDoubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
