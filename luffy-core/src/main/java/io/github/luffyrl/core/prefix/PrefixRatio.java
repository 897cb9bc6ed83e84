package io.github.luffyrl.core.prefix;

import java.util.Arrays;

/**
 * How much of its demonstration each prefixed row of a group gets. {@code U(a, b)} is a uniform
 * draw.
 */
public sealed interface PrefixRatio {

    /**
     * Chooses the ratios of one group.
     *
     * @param rows number of prefixed rows, at least 1
     * @param step finished training steps, 0 for the first
     * @param draws random numbers, consumed row by row
     * @return one ratio in [0, 1] per prefixed row
     */
    double[] ratios(int rows, long step, UniformDraws draws);

    /**
     * Each row {@code U(min, max)}: the reference's {@code random}.
     *
     * @param min in [0, max]
     * @param max in [min, 1]
     */
    record Uniform(double min, double max) implements PrefixRatio {
        /** Checks the range. */
        public Uniform {
            requireRange(min, max);
        }

        @Override
        public double[] ratios(int rows, long step, UniformDraws draws) {
            return each(rows, draws, min, max);
        }
    }

    /**
     * Each row {@code U(0, bound)} with a bound that falls from {@code max} to {@code max / 10} in
     * ten windows: the reference's {@code linear_max}.
     *
     * @param max in [0, 1]
     * @param steps length of the ten windows together, at least 1
     */
    record LinearMax(double max, long steps) implements PrefixRatio {
        /** Checks the ranges. */
        public LinearMax {
            requireRange(0, max);
            requireSteps(steps);
        }

        @Override
        public double[] ratios(int rows, long step, UniformDraws draws) {
            return each(rows, draws, 0, (10 - window(step, steps)) * max / 10);
        }
    }

    /**
     * Each row {@code U(0, bound)} with a bound that grows from {@code max / 10} to {@code max} in
     * ten windows: the reference's {@code reverse_linear}.
     *
     * @param max in [0, 1]
     * @param steps length of the ten windows together, at least 1
     */
    record ReverseLinear(double max, long steps) implements PrefixRatio {
        /** Checks the ranges. */
        public ReverseLinear {
            requireRange(0, max);
            requireSteps(steps);
        }

        @Override
        public double[] ratios(int rows, long step, UniformDraws draws) {
            return each(rows, draws, 0, (window(step, steps) + 1) * max / 10);
        }
    }

    /**
     * Evenly spaced from {@code min} in the first row to {@code max} in the last, {@code min} for a
     * lone row; no draw: the reference's {@code fixed}.
     *
     * @param min in [0, max]
     * @param max in [min, 1]
     */
    record Spaced(double min, double max) implements PrefixRatio {
        /** Checks the range. */
        public Spaced {
            requireRange(min, max);
        }

        @Override
        public double[] ratios(int rows, long step, UniformDraws draws) {
            double[] ratios = new double[rows];
            for (int row = 0; row < rows; row++) {
                // Rounding may not carry the last row past max.
                double ratio = rows == 1 ? min : min + row * (max - min) / (rows - 1);
                ratios[row] = Math.min(ratio, max);
            }
            return ratios;
        }
    }

    /**
     * One ratio for the whole group, which falls from {@code max} to 0 in a straight line; no draw:
     * the reference's shared {@code linear}.
     *
     * @param max in [0, 1]
     * @param steps when 0 is reached, at least 1
     */
    record Linear(double max, long steps) implements PrefixRatio {
        /** Checks the ranges. */
        public Linear {
            requireRange(0, max);
            requireSteps(steps);
        }

        @Override
        public double[] ratios(int rows, long step, UniformDraws draws) {
            double[] ratios = new double[rows];
            Arrays.fill(ratios, max * (1 - Math.min((double) step / steps, 1)));
            return ratios;
        }
    }

    /**
     * One ratio for the whole group, chosen as for a lone row.
     *
     * @param ratio how it is chosen
     */
    record Shared(PrefixRatio ratio) implements PrefixRatio {
        @Override
        public double[] ratios(int rows, long step, UniformDraws draws) {
            double[] ratios = new double[rows];
            Arrays.fill(ratios, ratio.ratios(1, step, draws)[0]);
            return ratios;
        }
    }

    private static double[] each(int rows, UniformDraws draws, double min, double max) {
        double[] ratios = new double[rows];
        for (int row = 0; row < rows; row++) {
            ratios[row] = draws.between(min, max);
        }
        return ratios;
    }

    /** The tenth of the schedule that a step is in; a boundary belongs to the earlier one. */
    private static int window(long step, long steps) {
        int window = 0;
        while (window < 9 && 10 * step > (window + 1) * steps) {
            window++;
        }
        return window;
    }

    private static void requireRange(double min, double max) {
        if (!(0 <= min && min <= max && max <= 1)) {
            throw new IllegalArgumentException(
                    "prefix ratios need 0 <= min <= max <= 1, got min = "
                            + min
                            + " and max = "
                            + max);
        }
    }

    private static void requireSteps(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "a prefix schedule of " + steps + " steps never moves: need at least 1");
        }
    }
}
