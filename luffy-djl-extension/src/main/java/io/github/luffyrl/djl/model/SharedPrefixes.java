package io.github.luffyrl.djl.model;

import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether rows share what they begin with: until a first batch shows that they must not. */
final class SharedPrefixes {

    private static final Logger logger = LoggerFactory.getLogger(SharedPrefixes.class);

    /** Of results, relative to those above 1; far above what rounding does. */
    private static final double MOST_DIFFERENCE = 1e-3;

    private boolean share = true;
    private boolean checked;

    void share(boolean share) {
        this.share = share;
    }

    /**
     * Packs a batch.
     *
     * @param mask of the scored positions {@code [B * T]}; what is behind the last one of a row is
     *     not computed
     * @param results computes something of about 1 to 20 at the masked positions
     */
    PackedTokens pack(TokenBatch batch, float[] mask, Function<PackedTokens, float[]> results) {
        int[] lengths = lengths(mask, batch.columns());
        PackedTokens unshared = batch.unshared();
        if (!share || allZero(lengths)) {
            return unshared;
        }
        PackedTokens shared = PackedTokens.shared(batch.ids(), lengths, batch.columns());
        if (!checked && shared.blocks().size() > 1) {
            checked = true;
            double difference = difference(results.apply(shared), results.apply(unshared));
            if (!(difference <= MOST_DIFFERENCE)) {
                logger.warn(
                        "results differ by {} with shared prefixes: computing every row",
                        difference);
                share = false;
                return unshared;
            }
            logger.debug("results differ by {} with shared prefixes", difference);
        }
        return shared;
    }

    /** How many tokens of each row count: up to the last one that is asked for. */
    static int[] lengths(float[] mask, int columns) {
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
