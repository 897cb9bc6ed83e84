package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What becomes of the advantages of tokens after the rows of a group were compared.
 *
 * @param offPolicyWeight factor of demonstration tokens
 * @param onPolicyWeight factor of the policy's tokens
 * @param offPolicyAdvantage the advantage of every demonstration token, whatever its row is worth
 */
public record Adjustment(
        double offPolicyWeight, double onPolicyWeight, OptionalDouble offPolicyAdvantage) {

    /** Checks the ranges. */
    public Adjustment {
        new AdvantageAdjustment.TokenWeights(offPolicyWeight, onPolicyWeight);
    }

    /**
     * Returns what is done to advantages, in the order of LUFFY's released code.
     *
     * @param overlong what becomes of truncated rows
     * @return the adjustment
     */
    public AdvantageAdjustment with(Overlong overlong) {
        List<AdvantageAdjustment> steps = new ArrayList<>();
        if (offPolicyWeight != 1 || onPolicyWeight != 1) {
            steps.add(new AdvantageAdjustment.TokenWeights(offPolicyWeight, onPolicyWeight));
        }
        if (overlong.truncated() == Overlong.Truncated.ZERO_ADVANTAGE) {
            steps.add(new AdvantageAdjustment.DropTruncated());
        }
        offPolicyAdvantage.ifPresent(
                value -> steps.add(new AdvantageAdjustment.PrefixAdvantage(value)));
        return AdvantageAdjustment.inOrder(steps.toArray(AdvantageAdjustment[]::new));
    }
}
