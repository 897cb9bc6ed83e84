package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.prefix.AdaptivePrefix;
import io.github.luffyrl.core.prefix.CutBorder;
import io.github.luffyrl.core.prefix.DividedGroup;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.prefix.UnprefixedGroups;

/** How much of the demonstrations the rows of a group get; the kinds differ in their keys. */
public sealed interface PrefixSettings {

    /**
     * Returns the schedule.
     *
     * @return that of the kind
     */
    PrefixSchedule schedule();

    /**
     * Returns where demonstrations are cut.
     *
     * @return between any two tokens, for a kind that does not cut
     */
    default CutBorder cutAt() {
        return CutBorder.token();
    }

    /** Nothing. See {@link PrefixSchedule#none()}. */
    record None() implements PrefixSettings {
        @Override
        public PrefixSchedule schedule() {
            return PrefixSchedule.none();
        }
    }

    /**
     * All of it. See {@link PrefixSchedule.WholeDemonstration}.
     *
     * @param rows that are demonstrations, at least 1
     * @param unprefixed share of groups that are left without any, in [0, 1]
     */
    record WholeDemonstration(int rows, double unprefixed) implements PrefixSettings {
        /** Checks the ranges. */
        public WholeDemonstration {
            requireShare(unprefixed);
            PrefixedRows.first(rows);
        }

        @Override
        public PrefixSchedule schedule() {
            return groups(unprefixed, new PrefixSchedule.WholeDemonstration(rows));
        }
    }

    /**
     * A few fixed prefixes of each demonstration. See {@link
     * io.github.luffyrl.core.prefix.FixedCuts}.
     *
     * @param cutAt where demonstrations are cut
     * @param cuts cut points per demonstration, at least 1
     * @param min shortest prefix, as a share of the demonstration
     * @param max longest prefix
     * @param unprefixed share of groups that are left without any prefix, in [0, 1]
     */
    record FixedCuts(CutBorder cutAt, int cuts, double min, double max, double unprefixed)
            implements PrefixSettings {
        /** Checks the ranges. */
        public FixedCuts {
            requireShare(unprefixed);
            new io.github.luffyrl.core.prefix.FixedCuts(cuts, min, max);
        }

        @Override
        public PrefixSchedule schedule() {
            return groups(unprefixed, new io.github.luffyrl.core.prefix.FixedCuts(cuts, min, max));
        }
    }

    /**
     * A share that is drawn. See {@link PrefixRatio.Uniform}.
     *
     * @param rows that get a prefix
     * @param use what prefixes are to the training
     * @param cutAt where demonstrations are cut
     * @param min shortest prefix, as a share of the demonstration
     * @param max longest prefix
     * @param unprefixed share of groups that are left without any prefix, in [0, 1]
     */
    record Random(
            PrefixedRows rows,
            PrefixUse use,
            CutBorder cutAt,
            double min,
            double max,
            double unprefixed)
            implements PrefixSettings {
        /** Checks the ranges. */
        public Random {
            requireShare(unprefixed);
            new PrefixRatio.Uniform(min, max);
        }

        @Override
        public PrefixSchedule schedule() {
            return groups(unprefixed, partial(rows, use, new PrefixRatio.Uniform(min, max)));
        }
    }

    /**
     * A share that falls to nothing. See {@link PrefixRatio.Linear}.
     *
     * @param rows that get a prefix
     * @param use what prefixes are to the training
     * @param cutAt where demonstrations are cut
     * @param max the first share
     * @param fadeSteps when no prefix is left, at least 1
     * @param unprefixed share of groups that are left without any prefix, in [0, 1]
     */
    record Linear(
            PrefixedRows rows,
            PrefixUse use,
            CutBorder cutAt,
            double max,
            int fadeSteps,
            double unprefixed)
            implements PrefixSettings {
        /** Checks the ranges. */
        public Linear {
            requireShare(unprefixed);
            Ranges.atLeastOne("fadeSteps", fadeSteps);
            new PrefixRatio.Linear(max, fadeSteps);
        }

        @Override
        public PrefixSchedule schedule() {
            return groups(unprefixed, partial(rows, use, new PrefixRatio.Linear(max, fadeSteps)));
        }
    }

    /**
     * Shares that are drawn up to a bound, which falls. See {@link PrefixRatio.LinearMax}.
     *
     * @param rows that get a prefix
     * @param use what prefixes are to the training
     * @param cutAt where demonstrations are cut
     * @param max the first bound
     * @param fadeSteps when the bound has fallen to a tenth of it, at least 1
     * @param unprefixed share of groups that are left without any prefix, in [0, 1]
     */
    record LinearMax(
            PrefixedRows rows,
            PrefixUse use,
            CutBorder cutAt,
            double max,
            int fadeSteps,
            double unprefixed)
            implements PrefixSettings {
        /** Checks the ranges. */
        public LinearMax {
            requireShare(unprefixed);
            Ranges.atLeastOne("fadeSteps", fadeSteps);
            new PrefixRatio.LinearMax(max, fadeSteps);
        }

        @Override
        public PrefixSchedule schedule() {
            PrefixRatio ratio = new PrefixRatio.LinearMax(max, fadeSteps);
            return groups(unprefixed, partial(rows, use, ratio));
        }
    }

    /**
     * Shares that are drawn up to a bound, which grows. See {@link PrefixRatio.ReverseLinear}.
     *
     * @param rows that get a prefix
     * @param use what prefixes are to the training
     * @param cutAt where demonstrations are cut
     * @param max the last bound; the first is a tenth of it
     * @param growSteps when it is reached, at least 1
     * @param unprefixed share of groups that are left without any prefix, in [0, 1]
     */
    record ReverseLinear(
            PrefixedRows rows,
            PrefixUse use,
            CutBorder cutAt,
            double max,
            int growSteps,
            double unprefixed)
            implements PrefixSettings {
        /** Checks the ranges. */
        public ReverseLinear {
            requireShare(unprefixed);
            Ranges.atLeastOne("growSteps", growSteps);
            new PrefixRatio.ReverseLinear(max, growSteps);
        }

        @Override
        public PrefixSchedule schedule() {
            PrefixRatio ratio = new PrefixRatio.ReverseLinear(max, growSteps);
            return groups(unprefixed, partial(rows, use, ratio));
        }
    }

    /**
     * Shares that are evenly spaced over the prefixed rows of a group, and trained. See {@link
     * PrefixRatio.Spaced}.
     *
     * @param rows that get a prefix
     * @param cutAt where demonstrations are cut
     * @param min of the first row, as a share of the demonstration
     * @param max of the last row
     * @param unprefixed share of groups that are left without any prefix, in [0, 1]
     */
    record Spaced(PrefixedRows rows, CutBorder cutAt, double min, double max, double unprefixed)
            implements PrefixSettings {
        /** Checks the ranges. */
        public Spaced {
            requireShare(unprefixed);
            new PrefixRatio.Spaced(min, max);
        }

        @Override
        public PrefixSchedule schedule() {
            PrefixRatio ratio = new PrefixRatio.Spaced(min, max);
            return groups(unprefixed, partial(rows, PrefixUse.TRAINED, ratio));
        }
    }

    /**
     * Whole demonstrations, rows that continue a fixed cut of one, and rows without prefix, in one
     * group. See {@link DividedGroup}.
     *
     * @param rows that are demonstrations, at least 1
     * @param prefixedRows that continue a cut, at least 1
     * @param cutAt where demonstrations are cut
     * @param cuts cut points per demonstration, at least 1
     * @param min shortest prefix, as a share of the demonstration
     * @param max longest prefix
     * @param unprefixed share of groups that are left without any prefix, in [0, 1]
     */
    record Divided(
            int rows,
            int prefixedRows,
            CutBorder cutAt,
            int cuts,
            double min,
            double max,
            double unprefixed)
            implements PrefixSettings {
        /** Checks the ranges. */
        public Divided {
            requireShare(unprefixed);
            PrefixedRows.first(rows);
            Ranges.atLeastOne("prefixedRows", prefixedRows);
            new io.github.luffyrl.core.prefix.FixedCuts(cuts, min, max);
        }

        @Override
        public PrefixSchedule schedule() {
            return groups(
                    unprefixed,
                    new DividedGroup(
                            rows,
                            new PrefixSchedule.WholeDemonstration(rows),
                            new DividedGroup(
                                    prefixedRows,
                                    new io.github.luffyrl.core.prefix.FixedCuts(cuts, min, max),
                                    PrefixSchedule.none())));
        }
    }

    /**
     * A share per problem that keeps its success rate near a target. See {@link AdaptivePrefix}.
     *
     * @param rows that get a prefix
     * @param use what prefixes are to the training
     * @param cutAt where demonstrations are cut
     * @param target success rate aimed at, above 0 and below 1
     * @param gain how far a share moves for a success rate that is off by 1, above 0
     * @param start first share
     * @param unprefixed share of groups that are left without any prefix, in [0, 1]
     */
    record Adaptive(
            PrefixedRows rows,
            PrefixUse use,
            CutBorder cutAt,
            double target,
            double gain,
            double start,
            double unprefixed)
            implements PrefixSettings {
        /** Checks the ranges. */
        public Adaptive {
            requireShare(unprefixed);
            new AdaptivePrefix(rows, use, target, gain, start);
        }

        @Override
        public PrefixSchedule schedule() {
            return groups(unprefixed, new AdaptivePrefix(rows, use, target, gain, start));
        }
    }

    private static PrefixSchedule groups(double unprefixed, PrefixSchedule schedule) {
        return unprefixed == 0 ? schedule : new UnprefixedGroups(unprefixed, schedule);
    }

    /** Rows that continue a context can be compared only if it is the same one. */
    private static PrefixSchedule partial(PrefixedRows rows, PrefixUse use, PrefixRatio ratio) {
        return new PartialDemonstration(
                rows, use == PrefixUse.CONTEXT ? new PrefixRatio.Shared(ratio) : ratio, use);
    }

    private static void requireShare(double unprefixed) {
        Ranges.require(
                unprefixed >= 0 && unprefixed <= 1, "unprefixed", unprefixed, "a share, 0 to 1");
    }
}
