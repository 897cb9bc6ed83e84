package io.github.luffyrl.djl.model;

import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether rows share what they begin with: until a first batch shows that they must not. */
final class SharedPrefixes {

    private static final Logger logger = LoggerFactory.getLogger(SharedPrefixes.class);

    /** Of log-probabilities, relative to those above 1; rounding gives about a hundredth of it. */
    private static final double MOST_DIFFERENCE = 1e-3;

    private boolean share = true;
    private boolean checked;

    void share(boolean share) {
        this.share = share;
    }

    /**
     * Packs a batch.
     *
     * @param ids of the batch {@code [B * T]}
     * @param mask of the scored positions {@code [B * T]}; what is behind the last one of a row is
     *     not computed
     * @param columns {@code T}
     * @param logProbs scores the masked positions of packed tokens
     */
    PackedTokens pack(
            long[] ids, float[] mask, int columns, Function<PackedTokens, float[]> logProbs) {
        int[] lengths = lengths(mask, columns);
        PackedTokens unshared = PackedTokens.unshared(lengths.length, columns);
        if (!share || allZero(lengths)) {
            return unshared;
        }
        PackedTokens shared = PackedTokens.shared(ids, lengths, columns);
        if (!checked && shared.blocks().size() > 1) {
            checked = true;
            double difference = difference(logProbs.apply(shared), logProbs.apply(unshared));
            if (!(difference <= MOST_DIFFERENCE)) {
                logger.warn(
                        "log-probabilities differ by {} with shared prefixes: computing every row",
                        difference);
                share = false;
                return unshared;
            }
            logger.debug("log-probabilities differ by {} with shared prefixes", difference);
        }
        return shared;
    }

    private static int[] lengths(float[] mask, int columns) {
        int[] lengths = new int[mask.length / columns];
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] != 0) {
                lengths[i / columns] = i % columns + 1;
            }
        }
        return lengths;
    }

    private static boolean allZero(int[] lengths) {
        for (int length : lengths) {
            if (length > 0) {
                return false;
            }
        }
        return true;
    }

    private static double difference(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs((double) a[i] - b[i]) / Math.max(1, Math.abs(b[i]));
            most = Double.isNaN(difference) ? difference : Math.max(most, difference);
            if (Double.isNaN(most)) {
                return most;
            }
        }
        return most;
    }
}
