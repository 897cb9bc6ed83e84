package io.github.luffyrl.examples.report;

import java.util.Locale;

/** Text and numbers in HTML. */
final class Html {

    private Html() {}

    /** Text that cannot be taken for markup. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A number to be read: three figures, or a share in percent. */
    static String number(double value, boolean share) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (share) {
            return String.format(Locale.ROOT, "%.1f %%", 100 * value);
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 0.001 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int decimals = size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** A coordinate. */
    static String at(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
