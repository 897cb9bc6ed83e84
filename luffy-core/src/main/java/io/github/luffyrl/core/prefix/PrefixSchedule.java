package io.github.luffyrl.core.prefix;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides which rows of a group start from a demonstration, and how much of it they get.
 *
 * <pre>{@code
 * PrefixSchedule luffy = PrefixSchedule.wholeDemonstration(); // 1 demonstration, 7 rollouts of 8
 * PrefixSchedule grpo = PrefixSchedule.none();                // 8 rollouts of 8
 * PrefixSchedule prefixRl = PrefixSchedule.prefixRl();        // groups that share an opening
 * PrefixSchedule fading =
 *         new PartialDemonstration(PrefixedRows.first(2), new PrefixRatio.LinearMax(0.8, 300));
 * }</pre>
 *
 * <p>Schedules are values: the same context gives the same plan, and a schedule that learns from
 * the outcome of its plans does so by returning its successor.
 */
public sealed interface PrefixSchedule
        permits PrefixSchedule.None,
                PrefixSchedule.WholeDemonstration,
                PartialDemonstration,
                FixedCuts,
                AdaptivePrefix,
                UnprefixedGroups,
                DividedGroup {

    /**
     * Plans one group.
     *
     * @param context the group to plan
     * @return one prefix per row, {@code context.groupSize()} in all
     * @throws IllegalArgumentException if the group is too small for the schedule
     */
    List<Prefix> plan(PlanContext context);

    /**
     * Checks, before any rollout, that groups are large enough for the schedule.
     *
     * @param groupSize number of rows of a group
     * @throws IllegalArgumentException if not
     */
    default void check(int groupSize) {}

    /**
     * Learns from the groups of one step.
     *
     * @param results of the groups whose problem has a demonstration, one for each share that was
     *     granted in a group
     * @return the schedule of the next step; this one, unless it adapts
     */
    default PrefixSchedule observe(List<GroupResult> results) {
        return this;
    }

    /**
     * Every row is written by the policy alone: on-policy reinforcement learning.
     *
     * @return the schedule
     */
    static PrefixSchedule none() {
        return new None();
    }

    /**
     * One row of each group is a whole demonstration: LUFFY's setting ({@code n_prefix = 1}, ratio
     * 1).
     *
     * @return the schedule
     */
    static PrefixSchedule wholeDemonstration() {
        return new WholeDemonstration(1);
    }

    /**
     * Three groups of four start from one of three cuts at 40 to 80 % of a demonstration, which is
     * context only, the others from nothing: PrefixRL's setting.
     *
     * @return the schedule
     */
    static PrefixSchedule prefixRl() {
        return new UnprefixedGroups(0.25, new FixedCuts(3, 0.4, 0.8));
    }

    /** See {@link PrefixSchedule#none()}. */
    record None() implements PrefixSchedule {
        @Override
        public List<Prefix> plan(PlanContext context) {
            return Collections.nCopies(context.groupSize(), Prefix.NONE);
        }
    }

    /**
     * The first rows of each group are whole demonstrations, in the problem's order; a problem with
     * fewer demonstrations has fewer such rows.
     *
     * @param rows how many rows at most, at least 1
     */
    record WholeDemonstration(int rows) implements PrefixSchedule {
        /** Rejects a schedule without rows. */
        public WholeDemonstration {
            PrefixedRows.first(rows);
        }

        @Override
        public void check(int groupSize) {
            PrefixedRows.first(rows).count(groupSize);
        }

        @Override
        public List<Prefix> plan(PlanContext context) {
            check(context.groupSize());
            int copied = Math.min(rows, context.demonstrations().size());
            return IntStream.range(0, context.groupSize())
                    .mapToObj(
                            row ->
                                    row < copied
                                            ? context.prefix(row, 1, PrefixUse.TRAINED)
                                            : Prefix.NONE)
                    .toList();
        }
    }
}
