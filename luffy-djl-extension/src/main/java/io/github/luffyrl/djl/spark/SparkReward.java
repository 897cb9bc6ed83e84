package io.github.luffyrl.djl.spark;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A reward that is computed by the executors of a Spark cluster, for rewards that take long, such
 * as those that run programs.
 *
 * <pre>{@code
 * RewardFunction reward = new SparkReward(context, MathReward::new, 8);
 * }</pre>
 */
public final class SparkReward implements RewardFunction {

    private final JavaSparkContext context;
    private final Maker reward;
    private final int tasks;

    /** Makes the reward in each task. */
    @FunctionalInterface
    public interface Maker extends Serializable {

        /**
         * Makes the reward.
         *
         * @return a reward for one task
         */
        RewardFunction create();
    }

    /**
     * Creates a reward.
     *
     * @param context the cluster
     * @param reward makes the reward; what it captures has to be serializable
     * @param tasks how many tasks the attempts are cut into, at least 1
     */
    public SparkReward(JavaSparkContext context, Maker reward, int tasks) {
        this.context = context;
        this.reward = reward;
        this.tasks = Jobs.positive(tasks);
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        return scoreAll(List.of(new Attempt(problem, completion))).get(0);
    }

    @Override
    public List<Reward> scoreAll(List<Attempt> attempts) {
        if (attempts.isEmpty()) {
            return List.of();
        }
        Maker maker = reward;
        return Jobs.run(
                context,
                String.format(Locale.ROOT, "luffy: rewards of %d responses", attempts.size()),
                Parts.of(attempts, tasks),
                part -> maker.create().scoreAll(part));
    }
}
