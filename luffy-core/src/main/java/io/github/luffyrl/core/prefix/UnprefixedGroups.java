package io.github.luffyrl.core.prefix;

import java.util.Collections;
import java.util.List;

/**
 * Leaves some groups to the policy alone, so that problems are trained both with and without a
 * prefix. Which ones is drawn again at each step.
 *
 * @param share probability of a group without any prefix, in [0, 1]
 * @param others plans the other groups
 */
public record UnprefixedGroups(double share, PrefixSchedule others) implements PrefixSchedule {

    /** Checks the range. */
    public UnprefixedGroups {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share of unprefixed groups = " + share + ", need a probability");
        }
    }

    @Override
    public void check(int groupSize) {
        others.check(groupSize);
    }

    @Override
    public List<Prefix> plan(PlanContext context) {
        return context.stepDraws().next() < share
                ? Collections.nCopies(context.groupSize(), Prefix.NONE)
                : others.plan(context);
    }

    @Override
    public UnprefixedGroups observe(List<GroupResult> results) {
        return new UnprefixedGroups(share, others.observe(results));
    }
}
