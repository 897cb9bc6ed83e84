package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.List;

/** What the parts of a step cost. */
final class StepCompute {

    private StepCompute() {}

    /** Prompts and responses of the rows that the policy wrote to. */
    static Compute sampling(List<ScoredGroup> groups) {
        long tokens =
                groups.stream()
                        .flatMap(group -> group.responses().stream())
                        .map(ScoredResponse::trajectory)
                        .filter(trajectory -> trajectory.sampledLength() > 0)
                        .mapToLong(StepCompute::tokens)
                        .sum();
        return new Compute(tokens, 0);
    }

    private static long tokens(Trajectory trajectory) {
        return (long) trajectory.prompt().length + trajectory.response().length;
    }

    /** Prompts and responses of the rows that are trained on. */
    static Compute updating(MiniBatch miniBatch) {
        return new Compute(0, miniBatch.tokens());
    }
}
