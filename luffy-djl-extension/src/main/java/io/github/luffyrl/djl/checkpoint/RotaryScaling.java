package io.github.luffyrl.djl.checkpoint;

/**
 * How a model stretches its rotary frequencies to reach beyond the context it was first made for.
 */
public sealed interface RotaryScaling {

    /** The frequencies as they are. */
    RotaryScaling NONE = new None();

    /**
     * Scales one rotary frequency.
     *
     * @param frequency radians per position, above 0
     * @return the frequency to rotate with
     */
    double scale(double frequency);

    /** {@code rope_type} {@code default}: nothing is scaled. */
    record None() implements RotaryScaling {
        @Override
        public double scale(double frequency) {
            return frequency;
        }
    }

    /**
     * {@code rope_type} {@code llama3}, of Llama 3.1 and later: frequencies that turn often within
     * the original context stay, those that turn seldom are divided by the factor, and those
     * between are interpolated. Beside each component, its name in {@code config.json}.
     *
     * @param factor {@code factor}, at least 1
     * @param lowFreqFactor {@code low_freq_factor}, turns within the original context up to which a
     *     frequency is divided; above 0
     * @param highFreqFactor {@code high_freq_factor}, turns from which it stays; above {@code
     *     lowFreqFactor}
     * @param originalMaxPositionEmbeddings {@code original_max_position_embeddings}, the original
     *     context in tokens
     */
    record Llama3(
            double factor,
            double lowFreqFactor,
            double highFreqFactor,
            int originalMaxPositionEmbeddings)
            implements RotaryScaling {

        /** Checks the ranges. */
        public Llama3 {
            require(factor >= 1, "factor", factor, "at least 1");
            require(lowFreqFactor > 0, "low_freq_factor", lowFreqFactor, "above 0");
            require(
                    highFreqFactor > lowFreqFactor,
                    "high_freq_factor",
                    highFreqFactor,
                    "above low_freq_factor = " + lowFreqFactor);
            require(
                    originalMaxPositionEmbeddings > 0,
                    "original_max_position_embeddings",
                    originalMaxPositionEmbeddings,
                    "above 0");
        }

        private static void require(boolean valid, String field, Number value, String need) {
            if (!valid || Double.isInfinite(value.doubleValue())) {
                throw new IllegalArgumentException(
                        field + " = " + value + ", need a number " + need);
            }
        }

        @Override
        public double scale(double frequency) {
            double turns = originalMaxPositionEmbeddings * frequency / (2 * Math.PI);
            double share = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
            double kept = Math.min(Math.max(share, 0), 1);
            return frequency * (kept + (1 - kept) / factor);
        }
    }
}
