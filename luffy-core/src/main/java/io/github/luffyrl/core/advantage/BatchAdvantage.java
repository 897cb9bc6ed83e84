package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Advantages of a batch whose rows belong to groups, which need be neither adjacent nor of equal
 * size (SPEC 1).
 *
 * @param estimator applied to each group
 */
public record BatchAdvantage(AdvantageEstimator estimator) {

    /**
     * Estimates one advantage per row.
     *
     * @param rewards reward of each row, finite
     * @param offPolicy for each row, whether any of its tokens comes from a demonstration
     * @param groups what each row's group is called, such as the problem's id
     * @return one advantage per row
     * @throws IllegalArgumentException if the estimator refuses a group, which is named, or the
     *     lengths differ
     */
    public double[] advantages(double[] rewards, boolean[] offPolicy, List<?> groups) {
        if (rewards.length != groups.size() || offPolicy.length != groups.size()) {
            throw new IllegalArgumentException(
                    rewards.length
                            + " rewards, "
                            + offPolicy.length
                            + " off-policy marks and "
                            + groups.size()
                            + " groups: need one of each per row");
        }
        Map<Object, List<Integer>> rowsOfGroup = new LinkedHashMap<>();
        for (int row = 0; row < rewards.length; row++) {
            rowsOfGroup.computeIfAbsent(groups.get(row), g -> new ArrayList<>()).add(row);
        }
        double[] advantages = new double[rewards.length];
        rowsOfGroup.forEach((group, rows) -> fill(advantages, rewards, offPolicy, group, rows));
        return advantages;
    }

    /**
     * Gives every token the advantage of its row.
     *
     * @param advantages one per row
     * @param mask {@code [B][L]}
     * @return {@code A}, {@code [B][L]}, 0 outside the mask
     */
    public static double[][] perToken(double[] advantages, ResponseMask mask) {
        double[][] perToken = new double[mask.rows()][];
        for (int b = 0; b < perToken.length; b++) {
            perToken[b] = new double[mask.length(b)];
            Arrays.fill(perToken[b], advantages[b]);
        }
        return mask.keep("advantages", perToken);
    }

    private void fill(
            double[] advantages,
            double[] rewards,
            boolean[] offPolicy,
            Object group,
            List<Integer> rows) {
        double[] groupRewards = new double[rows.size()];
        boolean[] groupOffPolicy = new boolean[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            groupRewards[i] = rewards[rows.get(i)];
            groupOffPolicy[i] = offPolicy[rows.get(i)];
        }
        double[] groupAdvantages;
        try {
            groupAdvantages = estimator.advantages(groupRewards, groupOffPolicy);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("group " + group + ": " + e.getMessage(), e);
        }
        for (int i = 0; i < rows.size(); i++) {
            advantages[rows.get(i)] = groupAdvantages[i];
        }
    }
}
