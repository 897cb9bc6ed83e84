package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.advantage.AdvantageScale;
import io.github.luffyrl.core.advantage.GroupMeanAdvantage;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.advantage.LeaveOneOutAdvantage;
import io.github.luffyrl.core.advantage.ReinforceAdvantage;
import io.github.luffyrl.core.advantage.SplitGroupAdvantage;
import java.util.Set;

/**
 * How rewards become advantages.
 *
 * @param baseline what a reward is compared with
 * @param scale what the centred rewards are divided by
 * @param epsilon added to the standard deviation, above 0
 */
public record Advantage(Baseline baseline, Scale scale, double epsilon) implements Section {

    /** What a reward is compared with. */
    public enum Baseline {
        /** The group's mean, demonstrations included. See {@link JointGroupAdvantage}. */
        JOINT,
        /** The mean of the group's on-policy rows. See {@link SplitGroupAdvantage}. */
        SPLIT,
        /** As joint, but a lone row has no advantage. See {@link GroupMeanAdvantage}. */
        GROUP_MEAN,
        /** The mean of the group's other rows. See {@link LeaveOneOutAdvantage}. */
        LEAVE_ONE_OUT,
        /** Nothing. See {@link ReinforceAdvantage}. */
        NONE
    }

    /** What the centred rewards are divided by. */
    public enum Scale {
        /** Nothing. */
        NONE,
        /** The standard deviation of the group. */
        STANDARD_DEVIATION
    }

    /** Checks the range, and that baseline and scale go together. */
    public Advantage {
        Ranges.require(
                scale == Scale.NONE
                        || (baseline != Baseline.LEAVE_ONE_OUT && baseline != Baseline.NONE),
                "scale",
                "standard-deviation",
                "none with the baseline leave-one-out or none");
        divisor(scale, epsilon); // checks the range
    }

    @Override
    public String decides() {
        return "scale";
    }

    @Override
    public Set<String> withoutEffect() {
        return scale == Scale.NONE ? Set.of("epsilon") : Set.of();
    }

    /**
     * Returns the estimator.
     *
     * @return that of the baseline
     */
    public AdvantageEstimator estimator() {
        AdvantageScale divisor = divisor(scale, epsilon);
        return switch (baseline) {
            case JOINT -> new JointGroupAdvantage(divisor);
            case SPLIT -> new SplitGroupAdvantage(divisor);
            case GROUP_MEAN -> new GroupMeanAdvantage(divisor);
            case LEAVE_ONE_OUT -> new LeaveOneOutAdvantage();
            case NONE -> new ReinforceAdvantage();
        };
    }

    private static AdvantageScale divisor(Scale scale, double epsilon) {
        return switch (scale) {
            case NONE -> AdvantageScale.none();
            case STANDARD_DEVIATION -> new AdvantageScale.StandardDeviation(epsilon);
        };
    }
}
