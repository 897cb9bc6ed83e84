package io.github.luffyrl.core.metric;

import io.github.luffyrl.core.metric.RewardLevels.Outcome;
import java.util.Collections;
import java.util.List;

/**
 * How the groups of a step turned out (SPEC 3.7).
 *
 * @param noneSolved groups in which every row failed: {@code batch/solve_none}
 * @param allSolved groups in which every row succeeded: {@code batch/solve_all}
 * @param allMalformed groups in which every row was malformed: {@code batch/solve_none_format}
 * @param solved share of rows that succeeded
 * @param failed share of rows that failed
 * @param onSolved number of on-policy rows that succeeded, divided by 1e-6 more than there are
 * @param offSolved the same of off-policy rows
 */
public record GroupStatistics(
        int noneSolved,
        int allSolved,
        int allMalformed,
        double solved,
        double failed,
        double onSolved,
        double offSolved) {

    private static final double EPSILON = 1e-6;

    /**
     * Counts.
     *
     * @param groups the groups of a step
     * @param levels the values of their rewards
     * @return the statistics; shares of no rows are NaN
     */
    public static GroupStatistics of(List<GroupRewards> groups, RewardLevels levels) {
        List<Outcome> outcomes = groups.stream().map(g -> levels.outcome(g.rewards())).toList();
        int[] rows = new int[2]; // on-policy, off-policy
        int[] solved = new int[2];
        int failed = 0;
        for (GroupRewards group : groups) {
            for (int i = 0; i < group.rewards().length; i++) {
                int kind = group.offPolicy()[i] ? 1 : 0;
                rows[kind]++;
                solved[kind] += group.rewards()[i] == levels.success() ? 1 : 0;
                failed += group.rewards()[i] == levels.failure() ? 1 : 0;
            }
        }
        double all = rows[0] + rows[1];
        return new GroupStatistics(
                Collections.frequency(outcomes, Outcome.NONE_SOLVED),
                Collections.frequency(outcomes, Outcome.ALL_SOLVED),
                Collections.frequency(outcomes, Outcome.ALL_MALFORMED),
                (solved[0] + solved[1]) / all,
                failed / all,
                share(solved[0], rows[0]),
                share(solved[1], rows[1]));
    }

    private static double share(int solved, int rows) {
        return rows == 0 ? Double.NaN : solved / (rows + EPSILON);
    }
}
