package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenScores;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Brings the numbers of a micro-batch's tokens to the host, all in one copy. */
final class HostTokens {

    private static final Map<Extra, String> EXTRAS =
            new EnumMap<>(
                    Map.of(
                            Extra.BEHAVIOUR_PROBS, BatchLayout.BEHAVIOUR_PROBS,
                            Extra.ROLLOUT_LOG_PROBS, BatchLayout.ROLLOUT_LOG_PROBS,
                            Extra.REFERENCE_LOG_PROBS, BatchLayout.REFERENCE_LOG_PROBS));

    private HostTokens() {}

    /**
     * Reads a micro-batch.
     *
     * @param labels those of {@link BatchLayout}
     * @param scores of its targets
     * @return the tokens, with the entropies and whatever else the labels have
     */
    static TokenBatch of(NDList labels, TokenScores scores) {
        NDList arrays = new NDList(scores.logProbs(), scores.entropy());
        for (String name :
                new String[] {
                    BatchLayout.OLD_LOG_PROBS,
                    BatchLayout.ADVANTAGES,
                    BatchLayout.MASK,
                    BatchLayout.OFF_POLICY
                }) {
            arrays.add(BatchLayout.require(labels, name));
        }
        Map<Extra, Integer> places = new EnumMap<>(Extra.class);
        EXTRAS.forEach(
                (extra, name) -> {
                    NDArray label = BatchLayout.find(labels, name);
                    if (label != null) {
                        places.put(extra, arrays.size());
                        arrays.add(label);
                    }
                });
        double[][][] numbers = read(arrays);
        Map<Extra, double[][]> extras = new EnumMap<>(Extra.class);
        extras.put(Extra.ENTROPIES, numbers[1]);
        places.forEach((extra, place) -> extras.put(extra, numbers[place]));
        boolean[][] mask = marks(numbers[4]);
        boolean[][] offPolicy = and(mask, marks(numbers[5]));
        return new TokenBatch(numbers[0], numbers[2], numbers[3], mask, offPolicy, extras);
    }

    /**
     * Reads arrays of one shape.
     *
     * @param arrays each {@code [B, T]}, with or without gradient; the precision is that of the
     *     first
     * @return {@code [arrays][B][T]}
     */
    static double[][][] read(NDList arrays) {
        Shape shape = arrays.head().getShape();
        DataType type = arrays.head().getDataType();
        DataType precision = type == DataType.FLOAT64 ? type : DataType.FLOAT32;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDList constants = new NDList(arrays.size());
            for (NDArray array : arrays) {
                if (!array.getShape().equals(shape) || shape.dimension() != 2) {
                    throw new IllegalArgumentException(
                            String.format(
                                    Locale.ROOT,
                                    "\"%s\" has shape %s, but \"%s\" has %s: both need (rows, tokens)",
                                    array.getName(),
                                    array.getShape(),
                                    arrays.head().getName(),
                                    shape));
                }
                constants.add(array.stopGradient().toType(precision, false));
            }
            double[] flat = NativeArrays.toDoubles(NDArrays.stack(constants));
            return cubes(flat, arrays.size(), (int) shape.get(0), (int) shape.get(1));
        }
    }

    private static double[][][] cubes(double[] flat, int arrays, int rows, int columns) {
        double[][][] cubes = new double[arrays][rows][];
        for (int r = 0; r < arrays * rows; r++) {
            cubes[r / rows][r % rows] = Arrays.copyOfRange(flat, r * columns, (r + 1) * columns);
        }
        return cubes;
    }

    /** Where there is no zero. */
    static boolean[][] marks(double[][] numbers) {
        boolean[][] marks = new boolean[numbers.length][];
        for (int b = 0; b < marks.length; b++) {
            marks[b] = new boolean[numbers[b].length];
            for (int t = 0; t < marks[b].length; t++) {
                marks[b][t] = numbers[b][t] != 0;
            }
        }
        return marks;
    }

    private static boolean[][] and(boolean[][] mask, boolean[][] other) {
        for (int b = 0; b < mask.length; b++) {
            for (int t = 0; t < mask[b].length; t++) {
                other[b][t] &= mask[b][t];
            }
        }
        return other;
    }
}
