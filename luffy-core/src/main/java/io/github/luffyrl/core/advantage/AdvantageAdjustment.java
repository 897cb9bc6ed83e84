package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.prefix.PrefixedRows;
import java.util.List;

/**
 * Changes the token advantages of a row after its group was compared. The advantages of a group
 * need not sum to zero afterwards; returns keep the values from before.
 *
 * <pre>{@code
 * AdvantageAdjustment adjustment =
 *         AdvantageAdjustment.inOrder(new TokenWeights(0.5, 1), new DropTruncated());
 * }</pre>
 */
public sealed interface AdvantageAdjustment {

    /**
     * Adjusts one row.
     *
     * @param advantages advantage of each response token {@code [L]}
     * @param offPolicy whether the token was copied from a demonstration {@code [L]}
     * @param truncated whether the response ran into the length limit without an end
     * @return new advantages {@code [L]}
     */
    double[] adjust(double[] advantages, boolean[] offPolicy, boolean truncated);

    /**
     * Applies adjustments one after the other. The reference's order is {@link TokenWeights},
     * {@link DropTruncated}, {@link PrefixAdvantage}.
     *
     * @param steps what to apply; nothing leaves the advantages as they are
     * @return the adjustment
     */
    static AdvantageAdjustment inOrder(AdvantageAdjustment... steps) {
        return new Sequence(List.of(steps));
    }

    /**
     * Multiplies tokens of demonstrations and of the policy by a weight each.
     *
     * @param offPolicy weight of demonstration tokens: {@code prefix_reward_weight_alpha}
     * @param onPolicy weight of the policy's tokens: {@code prefix_reward_weight_beta}
     */
    record TokenWeights(double offPolicy, double onPolicy) implements AdvantageAdjustment {
        /** Checks the weights. */
        public TokenWeights {
            requireFinite("offPolicy", offPolicy);
            requireFinite("onPolicy", onPolicy);
        }

        @Override
        public double[] adjust(double[] advantages, boolean[] copied, boolean truncated) {
            double[] adjusted = new double[advantages.length];
            for (int t = 0; t < adjusted.length; t++) {
                adjusted[t] = advantages[t] * (copied[t] ? offPolicy : onPolicy);
            }
            return adjusted;
        }
    }

    /**
     * Sets truncated rows to 0: {@code disable_truncation_advantage}. A mean over tokens or rows
     * still counts them, unlike with DAPO's mask.
     */
    record DropTruncated() implements AdvantageAdjustment {
        @Override
        public double[] adjust(double[] advantages, boolean[] offPolicy, boolean truncated) {
            return truncated ? new double[advantages.length] : advantages.clone();
        }
    }

    /**
     * Sets every demonstration token to the same advantage, whatever its row was worth: {@code
     * use_sft_prefix_reward}.
     *
     * @param value the advantage
     */
    record PrefixAdvantage(double value) implements AdvantageAdjustment {
        /** Checks the value. */
        public PrefixAdvantage {
            requireFinite("value", value);
        }

        /**
         * Spreads a weight over the rows of a group.
         *
         * @param weight {@code sft_prefix_reward_weight}
         * @param groupSize number of rows of a group, at least 1
         * @param rows which rows have a prefix
         * @return {@code weight / groupSize} on every demonstration token
         * @throws IllegalArgumentException unless every row has a prefix, as the reference demands
         */
        public static PrefixAdvantage perGroup(double weight, int groupSize, PrefixedRows rows) {
            if (!(rows instanceof PrefixedRows.All) || groupSize < 1) {
                throw new IllegalArgumentException(
                        "the weight of a prefix is shared by all rows of a group, got "
                                + rows
                                + " of "
                                + groupSize
                                + ": use PrefixedRows.all() or new PrefixAdvantage(value)");
            }
            return new PrefixAdvantage(weight / groupSize);
        }

        @Override
        public double[] adjust(double[] advantages, boolean[] offPolicy, boolean truncated) {
            double[] adjusted = advantages.clone();
            for (int t = 0; t < adjusted.length; t++) {
                if (offPolicy[t]) {
                    adjusted[t] = value;
                }
            }
            return adjusted;
        }
    }

    /**
     * See {@link AdvantageAdjustment#inOrder}.
     *
     * @param steps what to apply
     */
    record Sequence(List<AdvantageAdjustment> steps) implements AdvantageAdjustment {
        /** Copies the list. */
        public Sequence {
            steps = List.copyOf(steps);
        }

        @Override
        public double[] adjust(double[] advantages, boolean[] offPolicy, boolean truncated) {
            double[] adjusted = advantages.clone();
            for (AdvantageAdjustment step : steps) {
                adjusted = step.adjust(adjusted, offPolicy, truncated);
            }
            return adjusted;
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " = " + value + ", need a finite number");
        }
    }
}
