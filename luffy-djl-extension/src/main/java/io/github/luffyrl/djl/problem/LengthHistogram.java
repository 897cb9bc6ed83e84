package io.github.luffyrl.djl.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** How long some texts are, in tokens. */
public final class LengthHistogram {

    private static final int MOST_BINS = 10;
    private static final int BAR = 40; // characters of the longest bar

    private final int[] sorted;

    private LengthHistogram(int[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Counts lengths.
     *
     * @param lengths in tokens, in any order
     * @return the histogram
     */
    public static LengthHistogram of(IntStream lengths) {
        return new LengthHistogram(lengths.sorted().toArray());
    }

    /**
     * Returns the number of texts.
     *
     * @return possibly 0
     */
    public int count() {
        return sorted.length;
    }

    /**
     * Returns the length that a share of the texts does not exceed.
     *
     * @param share above 0, at most 1; 0.5 for the median, 1 for the longest
     * @return the smallest such length in tokens
     * @throws IllegalStateException if there is no text
     */
    public int quantile(double share) {
        if (sorted.length == 0) {
            throw new IllegalStateException("no text, so no length");
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    /** Several lines: the quantiles, then a bar for each range of lengths. */
    @Override
    public String toString() {
        if (sorted.length == 0) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d, shortest %d, median %d, 99 %% below or at %d, longest %d tokens",
                        sorted.length,
                        sorted[0],
                        quantile(0.5),
                        quantile(0.99),
                        quantile(1)));
        int width = binWidth();
        int first = sorted[0] / width;
        int[] bins = new int[quantile(1) / width - first + 1];
        Arrays.stream(sorted).forEach(length -> bins[length / width - first]++);
        int most = Arrays.stream(bins).max().orElseThrow();
        for (int i = 0; i < bins.length; i++) {
            int from = (first + i) * width;
            int bar = (int) Math.ceil((double) BAR * bins[i] / most);
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%n  %6d to %6d  %7d  %s",
                            from,
                            from + width - 1,
                            bins[i],
                            "#".repeat(bar)));
        }
        return text.toString().replaceAll("(?m) +$", "");
    }

    /** The smallest of 1, 2, 5, 10, 20, .. that needs few bins. */
    private int binWidth() {
        int width = 1;
        for (int tens = 1; !fits(width); tens *= 10) {
            width = fits(2 * tens) ? 2 * tens : fits(5 * tens) ? 5 * tens : 10 * tens;
        }
        return width;
    }

    private boolean fits(int width) {
        return sorted[sorted.length - 1] / width - sorted[0] / width < MOST_BINS;
    }
}
