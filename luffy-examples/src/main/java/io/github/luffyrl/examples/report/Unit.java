package io.github.luffyrl.examples.report;

import java.util.Locale;

/** How a value is written for people. */
public enum Unit {
    /** As it is. */
    NUMBER,
    /** 0 to 1, in percent. */
    SHARE;

    /**
     * Writes three figures, or one decimal of a percentage; a dash for NaN.
     *
     * @param value to be written
     * @return the text
     */
    public String text(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (this == SHARE) {
            return rounded(value, 3);
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 0.001 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        return rounded(value, size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
    }

    /** The value with the given number of decimals; those of a percentage are two fewer. */
    String rounded(double value, int decimals) {
        return this == SHARE
                ? String.format(Locale.ROOT, "%." + Math.max(0, decimals - 2) + "f %%", 100 * value)
                : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
