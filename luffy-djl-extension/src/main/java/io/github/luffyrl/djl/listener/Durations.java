package io.github.luffyrl.djl.listener;

import java.util.Locale;

/** Durations as people write them. */
public final class Durations {

    private Durations() {}

    /**
     * Writes a duration in the unit that fits.
     *
     * @param seconds 0 or more
     * @return such as {@code 12.3 s}, {@code 1:04 min} or {@code 2:07 h}
     */
    public static String text(double seconds) {
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60);
    }
}
