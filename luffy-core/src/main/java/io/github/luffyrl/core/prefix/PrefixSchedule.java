package io.github.luffyrl.core.prefix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Decides which rows of a group start from a demonstration, and how much of it they get (SPEC 3.2).
 *
 * <pre>{@code
 * PrefixSchedule luffy = PrefixSchedule.wholeDemonstration(); // 1 demonstration, 7 rollouts of 8
 * PrefixSchedule grpo = PrefixSchedule.none();                // 8 rollouts of 8
 * }</pre>
 */
public sealed interface PrefixSchedule {

    /**
     * Plans one group. Prefixed rows come first, the rows that the policy writes alone last.
     *
     * @param groupSize number of rows of the group, at least 1
     * @param demonstrations the problem's demonstrations as token ids, each with its
     *     end-of-sequence token; empty when there is none, and then no row gets a prefix
     * @return one prefix per row, {@code groupSize} in all
     */
    List<Prefix> plan(int groupSize, List<int[]> demonstrations);

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

    /** See {@link PrefixSchedule#none()}. */
    record None() implements PrefixSchedule {
        @Override
        public List<Prefix> plan(int groupSize, List<int[]> demonstrations) {
            return Collections.nCopies(groupSize, Prefix.NONE);
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
            if (rows < 1) {
                throw new IllegalArgumentException(
                        "rows = " + rows + ": use PrefixSchedule.none() for no demonstration");
            }
        }

        @Override
        public List<Prefix> plan(int groupSize, List<int[]> demonstrations) {
            if (rows > groupSize) {
                throw new IllegalArgumentException(
                        rows + " demonstration rows do not fit a group of " + groupSize);
            }
            List<Prefix> prefixes = new ArrayList<>(groupSize);
            demonstrations.stream().limit(rows).map(Prefix::new).forEach(prefixes::add);
            while (prefixes.size() < groupSize) {
                prefixes.add(Prefix.NONE);
            }
            return prefixes;
        }
    }
}
