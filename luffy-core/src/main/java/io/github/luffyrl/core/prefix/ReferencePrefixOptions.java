package io.github.luffyrl.core.prefix;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prefix options of the reference implementation, and the schedule they amount to there. Use it
 * to repeat a reference run; new settings say what they mean with a {@link PrefixSchedule}.
 *
 * <p>Kept as they are (SPEC Q19): sharing turns every strategy but {@code LINEAR} into {@code
 * RANDOM}, and makes {@code nPrefix = 0} mean all rows instead of none. Both are logged as a
 * warning. Settings on which the reference fails while it runs are rejected here (SPEC Q18), but
 * {@code FIXED} with one row, which uses {@code minRatio}.
 *
 * @param strategy {@code prefix_strategy}
 * @param nPrefix {@code n_prefix}: prefixed rows per group, -1 for all
 * @param shared {@code prefix_share_across_samples}
 * @param minRatio {@code min_prefix_ratio}
 * @param maxRatio {@code max_prefix_ratio}
 * @param steps {@code prefix_steps}
 * @param linearMaxRatio {@code prefix_linear_max_ratio}
 */
public record ReferencePrefixOptions(
        Strategy strategy,
        int nPrefix,
        boolean shared,
        double minRatio,
        double maxRatio,
        long steps,
        double linearMaxRatio) {

    private static final Logger LOG = LoggerFactory.getLogger(ReferencePrefixOptions.class);

    /** The values of {@code prefix_strategy}, in capitals. */
    public enum Strategy {
        /** See {@link PrefixRatio.Uniform}. */
        RANDOM,
        /** See {@link PrefixRatio.Linear}; works only shared. */
        LINEAR,
        /** See {@link PrefixRatio.LinearMax}. */
        LINEAR_MAX,
        /** See {@link PrefixRatio.ReverseLinear}. */
        REVERSE_LINEAR,
        /** See {@link PrefixRatio.Spaced}; works only unshared. */
        FIXED,
        /** Never works. */
        LINEAR_VARIANCE
    }

    /** Rejects a number of rows below -1. */
    public ReferencePrefixOptions {
        if (nPrefix < -1) {
            throw new IllegalArgumentException(
                    "n_prefix = " + nPrefix + ": need -1 for all rows, or a number of rows");
        }
    }

    /**
     * Returns what the reference does with these options.
     *
     * @return the schedule
     * @throws IllegalArgumentException if the reference cannot run with them
     */
    public PrefixSchedule schedule() {
        if (shared) {
            PrefixRatio ratio = sharedRatio();
            if (nPrefix == 0) {
                LOG.warn("n_prefix = 0 with a shared prefix means all rows, as in the reference");
            }
            return new PartialDemonstration(
                    nPrefix <= 0 ? PrefixedRows.all() : PrefixedRows.first(nPrefix), ratio);
        }
        PrefixRatio ratio = ratio();
        return nPrefix == 0
                ? PrefixSchedule.none()
                : new PartialDemonstration(
                        nPrefix == -1 ? PrefixedRows.all() : PrefixedRows.first(nPrefix), ratio);
    }

    private PrefixRatio ratio() {
        return switch (strategy) {
            case RANDOM -> new PrefixRatio.Uniform(minRatio, maxRatio);
            case LINEAR_MAX -> new PrefixRatio.LinearMax(linearMaxRatio, steps);
            case REVERSE_LINEAR -> new PrefixRatio.ReverseLinear(linearMaxRatio, steps);
            case FIXED -> new PrefixRatio.Spaced(minRatio, maxRatio);
            case LINEAR, LINEAR_VARIANCE -> throw broken();
        };
    }

    private PrefixRatio sharedRatio() {
        return switch (strategy) {
            case LINEAR -> new PrefixRatio.Linear(linearMaxRatio, steps);
            case RANDOM -> new PrefixRatio.Shared(new PrefixRatio.Uniform(minRatio, maxRatio));
            case LINEAR_MAX, REVERSE_LINEAR -> {
                LOG.warn(
                        "a shared {} prefix is a shared RANDOM one, as in the reference", strategy);
                yield new PrefixRatio.Shared(new PrefixRatio.Uniform(minRatio, maxRatio));
            }
            case FIXED, LINEAR_VARIANCE -> throw broken();
        };
    }

    private IllegalArgumentException broken() {
        return new IllegalArgumentException(
                "prefix_strategy = "
                        + strategy
                        + (shared ? " with" : " without")
                        + " prefix_share_across_samples fails in the reference: use"
                        + (shared ? " LINEAR or RANDOM" : " another strategy, or share LINEAR"));
    }
}
