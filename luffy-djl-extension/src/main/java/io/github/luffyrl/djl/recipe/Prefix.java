package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.prefix.AdaptivePrefix;
import io.github.luffyrl.core.prefix.FixedCuts;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.UnprefixedGroups;

/**
 * How much of the demonstrations the rows of a group get. Each kind reads the keys named with it.
 *
 * @param kind which schedule
 * @param rows which rows: {@code whole-demonstration} (a number), {@code random}, {@code linear},
 *     {@code adaptive}
 * @param use what prefixes are to the training: {@code random}, {@code linear}, {@code adaptive}
 * @param cutAt where demonstrations are cut: all but {@code none} and {@code whole-demonstration}
 * @param cuts cut points per demonstration, at least 1: {@code fixed-cuts}
 * @param min shortest prefix, as a share of the demonstration: {@code fixed-cuts}, {@code random}
 * @param max longest prefix: {@code fixed-cuts}, {@code random}; the first one of {@code linear}
 * @param fadeSteps when no prefix is left, at least 1: {@code linear}
 * @param target success rate aimed at: {@code adaptive}
 * @param gain how far a share moves for a success rate that is off by 1: {@code adaptive}
 * @param start first share: {@code adaptive}
 * @param unprefixed share of groups that are left without any prefix, in [0, 1]: all
 */
public record Prefix(
        Kind kind,
        Rows rows,
        PrefixUse use,
        CutAt cutAt,
        int cuts,
        double min,
        double max,
        int fadeSteps,
        double target,
        double gain,
        double start,
        double unprefixed) {

    /** Which schedule. */
    public enum Kind {
        /** See {@link PrefixSchedule#none()}. */
        NONE,
        /** See {@link PrefixSchedule.WholeDemonstration}. */
        WHOLE_DEMONSTRATION,
        /** See {@link FixedCuts}. */
        FIXED_CUTS,
        /** See {@link PrefixRatio.Uniform}. */
        RANDOM,
        /** See {@link PrefixRatio.Linear}. */
        LINEAR,
        /** See {@link AdaptivePrefix}. */
        ADAPTIVE
    }

    /** Checks the ranges. */
    public Prefix {
        Require.that(cuts >= 1, "cuts", cuts, "at least 1");
        Require.that(min >= 0 && min <= 1, "min", min, "a share, 0 to 1");
        Require.that(max >= min && max <= 1, "max", max, "a share from min = " + min + " to 1");
        Require.that(kind != Kind.FIXED_CUTS || max < 1, "max", max, "below 1 with fixed-cuts");
        Require.that(fadeSteps >= 1, "fadeSteps", fadeSteps, "at least 1");
        Require.that(target > 0 && target < 1, "target", target, "above 0 and below 1");
        Require.positive("gain", gain);
        Require.that(start >= 0 && start <= 1, "start", start, "a share, 0 to 1");
        Require.that(
                unprefixed >= 0 && unprefixed <= 1, "unprefixed", unprefixed, "a share, 0 to 1");
    }

    /**
     * Returns the schedule.
     *
     * @return that of the kind
     */
    public PrefixSchedule schedule() {
        PrefixSchedule schedule =
                switch (kind) {
                    case NONE -> PrefixSchedule.none();
                    case WHOLE_DEMONSTRATION ->
                            new PrefixSchedule.WholeDemonstration(rows.number());
                    case FIXED_CUTS -> new FixedCuts(cuts, min, max);
                    case RANDOM -> partial(new PrefixRatio.Uniform(min, max));
                    case LINEAR -> partial(new PrefixRatio.Linear(max, fadeSteps));
                    case ADAPTIVE -> new AdaptivePrefix(rows.prefixed(), use, target, gain, start);
                };
        return unprefixed == 0 ? schedule : new UnprefixedGroups(unprefixed, schedule);
    }

    /** Rows behind a context are only comparable if it is the same one. */
    private PrefixSchedule partial(PrefixRatio ratio) {
        return new PartialDemonstration(
                rows.prefixed(),
                use == PrefixUse.CONTEXT ? new PrefixRatio.Shared(ratio) : ratio,
                use);
    }
}
