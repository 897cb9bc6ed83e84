package io.github.luffyrl.examples.report;

import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A range of values with round ticks.
 *
 * @param tick 1, 2 or 5 times a power of ten
 */
record Axis(double low, double high, double tick, Unit unit) {

    private static final int INTERVALS = 5;

    /** From 0 to 100 %. */
    static final Axis SHARES = new Axis(0, 1, 0.2, Unit.SHARE);

    /**
     * Reaches from tick to tick around the values and 0, so that a curve that hardly moves looks
     * like it.
     */
    static Axis around(DoubleStream values, Unit unit) {
        double low = 0;
        double high = 0;
        for (double value : values.toArray()) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double top = high > low ? high : low + 1;
        double tick = roundUp((top - low) / INTERVALS);
        return new Axis(
                Math.floor(low / tick) * tick, Math.ceil(top / tick - 1e-9) * tick, tick, unit);
    }

    /** From 0 to the last step, with ticks at whole steps. */
    static Axis ofSteps(double last) {
        double high = Math.max(1, last);
        return new Axis(0, high, Math.max(1, roundUp(high / INTERVALS)), Unit.NUMBER);
    }

    /** Between two values, with round ticks. */
    static Axis from(double low, double high) {
        double top = high > low ? high : low + 1;
        return new Axis(low, top, roundUp((top - low) / INTERVALS), Unit.NUMBER);
    }

    double[] ticks() {
        return LongStream.rangeClosed(Math.round(low / tick), (long) Math.floor(high / tick + 1e-6))
                .mapToDouble(i -> i * tick)
                .toArray();
    }

    /** A tick's label, with as many decimals as distinguish it from the next. */
    String label(double value) {
        boolean extreme = Math.abs(value) >= 1e5 || tick < 1e-4;
        return unit == Unit.NUMBER && extreme && value != 0
                ? String.format(Locale.ROOT, "%.1e", value)
                : unit.rounded(value, (int) Math.max(0, -Math.floor(Math.log10(tick) + 1e-9)));
    }

    /** Where a value is between two coordinates; one beyond the range is at its end. */
    double at(double value, double from, double to) {
        double inside = Math.min(high, Math.max(low, value));
        return from + (to - from) * (inside - low) / (high - low);
    }

    /** The next larger of 1, 2 and 5 times a power of ten. */
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 5}) {
            if (value <= factor * power * (1 + 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
