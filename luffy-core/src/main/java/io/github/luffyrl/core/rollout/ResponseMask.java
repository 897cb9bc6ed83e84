package io.github.luffyrl.core.rollout;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The mask {@code m} of a padded batch, {@code [B][L]}: true where there is a token of a response.
 * Whatever goes through it is never read outside, so padding may hold anything, even NaN.
 */
public final class ResponseMask {

    private final boolean[][] marks;

    /**
     * Wraps a copy of the marks.
     *
     * @param marks {@code [B][L]}; rows may differ in length
     */
    public ResponseMask(boolean[][] marks) {
        this.marks = Arrays.stream(marks).map(boolean[]::clone).toArray(boolean[][]::new);
    }

    /**
     * Returns whether a position holds a token.
     *
     * @param row {@code b}
     * @param position {@code t}
     * @return the mark
     */
    public boolean at(int row, int position) {
        return marks[row][position];
    }

    /**
     * Returns the number of rows.
     *
     * @return {@code B}
     */
    public int rows() {
        return marks.length;
    }

    /**
     * Returns the padded length of a row.
     *
     * @param row {@code b}
     * @return {@code L}
     */
    public int length(int row) {
        return marks[row].length;
    }

    /**
     * Returns the number of tokens of a row.
     *
     * @param row {@code b}
     * @return 0 to {@code L}
     */
    public int tokens(int row) {
        int tokens = 0;
        for (boolean mark : marks[row]) {
            tokens += mark ? 1 : 0;
        }
        return tokens;
    }

    /**
     * Returns the number of tokens of all rows.
     *
     * @return 0 or more
     */
    public int tokens() {
        int tokens = 0;
        for (int b = 0; b < marks.length; b++) {
            tokens += tokens(b);
        }
        return tokens;
    }

    /**
     * Returns the position of a row's last token.
     *
     * @param row {@code b}
     * @return the position, or -1 for a row without tokens
     */
    public int last(int row) {
        int t = marks[row].length - 1;
        while (t >= 0 && !marks[row][t]) {
            t--;
        }
        return t;
    }

    /**
     * Writes one number per row at its last token, as a reward of a whole response.
     *
     * @param values of each row
     * @return {@code [B][L]}, 0 everywhere else, and in rows without tokens
     * @throws IllegalArgumentException unless there is one number per row
     */
    public double[][] atLastToken(double[] values) {
        if (values.length != marks.length) {
            throw new IllegalArgumentException(
                    values.length + " numbers for the " + marks.length + " rows of the mask");
        }
        double[][] placed = new double[marks.length][];
        for (int b = 0; b < marks.length; b++) {
            placed[b] = new double[marks[b].length];
            if (last(b) >= 0) {
                placed[b][last(b)] = values[b];
            }
        }
        return placed;
    }

    /**
     * Returns a copy that is 0 outside the mask.
     *
     * @param name what the values are, for the message of an error
     * @param values {@code [B][L]}
     * @return {@code [B][L]}
     * @throws IllegalArgumentException if the shapes differ
     */
    public double[][] keep(String name, double[][] values) {
        return map(name, values, DoubleUnaryOperator.identity());
    }

    /**
     * Returns a function of the values inside the mask, 0 outside.
     *
     * @param name what the values are, for the message of an error
     * @param values {@code [B][L]}
     * @param function applied to each value inside
     * @return {@code [B][L]}
     * @throws IllegalArgumentException if the shapes differ
     */
    public double[][] map(String name, double[][] values, DoubleUnaryOperator function) {
        requireShape(name, values);
        double[][] mapped = new double[marks.length][];
        for (int b = 0; b < marks.length; b++) {
            mapped[b] = new double[marks[b].length];
            for (int t = 0; t < marks[b].length; t++) {
                mapped[b][t] = marks[b][t] ? function.applyAsDouble(values[b][t]) : 0;
            }
        }
        return mapped;
    }

    /**
     * Returns the sum of a function of the values inside the mask.
     *
     * @param name what the values are, for the message of an error
     * @param values {@code [B][L]}
     * @param function applied to each value inside
     * @return the sum, 0 for a mask without tokens
     * @throws IllegalArgumentException if the shapes differ
     */
    public double sum(String name, double[][] values, DoubleUnaryOperator function) {
        return Arrays.stream(map(name, values, function)).flatMapToDouble(Arrays::stream).sum();
    }

    /**
     * Returns {@code left - right} inside the mask, 0 outside.
     *
     * @param leftName what the left values are, for the message of an error
     * @param left {@code [B][L]}
     * @param rightName what the right values are
     * @param right {@code [B][L]}
     * @return {@code [B][L]}
     * @throws IllegalArgumentException if the shapes differ
     */
    public double[][] difference(
            String leftName, double[][] left, String rightName, double[][] right) {
        double[][] difference = keep(leftName, left);
        double[][] subtrahend = keep(rightName, right);
        for (int b = 0; b < difference.length; b++) {
            for (int t = 0; t < difference[b].length; t++) {
                difference[b][t] -= subtrahend[b][t];
            }
        }
        return difference;
    }

    private void requireShape(String name, double[][] values) {
        if (values.length != marks.length) {
            throw new IllegalArgumentException(
                    name + " has " + values.length + " rows, the mask " + marks.length);
        }
        for (int b = 0; b < marks.length; b++) {
            if (values[b].length != marks[b].length) {
                throw new IllegalArgumentException(
                        "row "
                                + b
                                + " of "
                                + name
                                + " has length "
                                + values[b].length
                                + ", that of the mask "
                                + marks[b].length);
            }
        }
    }
}
