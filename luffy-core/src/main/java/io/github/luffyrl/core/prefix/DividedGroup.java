package io.github.luffyrl.core.prefix;

import java.util.List;
import java.util.stream.Stream;

/**
 * Divides each group between two schedules, so that it can hold whole demonstrations, prefixed
 * rollouts and unprefixed rollouts at once:
 *
 * <pre>{@code
 * new DividedGroup(
 *         1, PrefixSchedule.wholeDemonstration(),
 *         new DividedGroup(3, new FixedCuts(3, 0.4, 0.8), PrefixSchedule.none()))
 * }</pre>
 *
 * @param rows how many rows the first schedule plans, at least 1
 * @param first plans the first rows, as a group of that size
 * @param others plans the other rows, at least one
 */
public record DividedGroup(int rows, PrefixSchedule first, PrefixSchedule others)
        implements PrefixSchedule {

    /** Rejects an empty part. */
    public DividedGroup {
        if (rows < 1) {
            throw new IllegalArgumentException(
                    "rows = " + rows + ": use the other schedule alone instead");
        }
    }

    @Override
    public void check(int groupSize) {
        if (rows >= groupSize) {
            throw new IllegalArgumentException(
                    rows + " rows of a group of " + groupSize + " leave none to the others");
        }
        first.check(rows);
        others.check(groupSize - rows);
    }

    @Override
    public List<Prefix> plan(PlanContext context) {
        check(context.groupSize());
        return Stream.concat(
                        first.plan(context.ofSize(rows)).stream(),
                        others.plan(context.ofSize(context.groupSize() - rows)).stream())
                .toList();
    }

    @Override
    public DividedGroup observe(List<GroupResult> results) {
        return new DividedGroup(rows, first.observe(results), others.observe(results));
    }
}
