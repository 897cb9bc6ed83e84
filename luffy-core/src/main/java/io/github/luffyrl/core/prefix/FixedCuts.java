package io.github.luffyrl.core.prefix;

import java.util.Collections;
import java.util.List;

/**
 * PrefixRL's schedule: every demonstration is cut at a few random points that stay the same for the
 * whole run, each cut makes an easier version of the problem, and all rows of a group continue the
 * same version, so that its mean reward is a baseline.
 *
 * <p>Which version a group plays is drawn anew at each step: the problem as it is with probability
 * {@code plainShare}, else any cut of any demonstration, all equally likely.
 *
 * @param cuts cut points per demonstration, at least 1; the paper has 3
 * @param min where the earliest cut may be, as a share of the demonstration's tokens; 0.4
 * @param max where the latest cut may be, below 1, as the prefix is an unfinished turn; 0.8
 * @param plainShare probability of a group without a prefix, in [0, 1]; 0.25, one in {@code cuts +
 *     1}
 */
public record FixedCuts(int cuts, double min, double max, double plainShare)
        implements PrefixSchedule {

    /** Checks the ranges. */
    public FixedCuts {
        if (cuts < 1) {
            throw new IllegalArgumentException(
                    "cuts = " + cuts + ": use PrefixSchedule.none() for no prefix");
        }
        if (!(0 <= min && min <= max && max < 1)) {
            throw new IllegalArgumentException(
                    "cuts need 0 <= min <= max < 1, got min = " + min + " and max = " + max);
        }
        if (!(plainShare >= 0 && plainShare <= 1)) {
            throw new IllegalArgumentException(
                    "plainShare = " + plainShare + ", need a probability");
        }
    }

    @Override
    public List<Prefix> plan(PlanContext context) {
        return Collections.nCopies(context.groupSize(), version(context));
    }

    private Prefix version(PlanContext context) {
        int versions = cuts * context.demonstrations().size();
        if (versions == 0 || context.stepDraws().next() < plainShare) {
            return Prefix.NONE;
        }
        int chosen = (int) (context.stepDraws().next() * versions);
        double ratio = min;
        for (int version = 0; version <= chosen; version++) {
            ratio = context.runDraws().between(min, max); // the first draws of the run, in order
        }
        return context.prefix(chosen / cuts, ratio);
    }
}
