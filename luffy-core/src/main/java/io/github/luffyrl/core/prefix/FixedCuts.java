package io.github.luffyrl.core.prefix;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * PrefixRL's prefixes: every demonstration is cut at a few random points that stay the same for the
 * whole run, and each cut makes an easier version of the problem. All rows of a group continue the
 * same version, any cut of any demonstration, drawn again at each step with equal chances: so the
 * group's mean reward is a baseline. The prefixes are {@link PrefixUse#CONTEXT}.
 *
 * @param cuts cut points per demonstration, at least 1; the paper has 3
 * @param min where the earliest cut may be, as a share of the demonstration's tokens; 0.4
 * @param max where the latest cut may be, below 1, as the prefix is an unfinished turn; 0.8
 */
public record FixedCuts(int cuts, double min, double max) implements PrefixSchedule {

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
    }

    @Override
    public List<Prefix> plan(PlanContext context) {
        return Collections.nCopies(context.groupSize(), version(context));
    }

    private Prefix version(PlanContext context) {
        int versions = cuts * context.demonstrations().size();
        if (versions == 0) {
            return Prefix.NONE;
        }
        double[] ratios = new double[versions]; // all of them: they are the run's first draws
        Arrays.setAll(ratios, version -> context.runDraws().between(min, max));
        int chosen = (int) (context.stepDraws().next() * versions);
        return context.prefix(chosen / cuts, ratios[chosen], PrefixUse.CONTEXT);
    }
}
