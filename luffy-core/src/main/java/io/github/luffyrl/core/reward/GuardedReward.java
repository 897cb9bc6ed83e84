package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a run alive whatever its reward function does: where that throws, returns null or takes too
 * long, the completion counts as wrong (SPEC Q35), with the part {@link #FAILED} of 1, so that the
 * share of failures is a metric of each step. A reward that is not finite cannot be created, so it
 * is one of those that throw.
 *
 * <pre>{@code
 * RewardFunction reward = new GuardedReward(mine, Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>A call that does not return in time is interrupted and left alone: Java cannot end a thread
 * that goes on nevertheless, and it takes a core until it ends by itself.
 */
public final class GuardedReward implements RewardFunction {

    /** The part of a reward whose function failed: 1. */
    public static final String FAILED = "failed";

    private static final Logger logger = LoggerFactory.getLogger(GuardedReward.class);

    private final RewardFunction reward;
    private final Duration limit;

    /**
     * Creates a guard.
     *
     * @param reward what may fail
     * @param limit longest time for one completion, or for all completions of a step that are
     *     scored at once; above 0
     */
    public GuardedReward(RewardFunction reward, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("time limit = " + limit + ": need more than 0");
        }
        this.reward = reward;
        this.limit = limit;
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        try {
            return within(() -> reward.score(problem, completion));
        } catch (TimeoutException e) {
            logger.warn(
                    "the reward of a response to problem {} took more than {} and counts as wrong;"
                            + " the response: {}",
                    problem.id(),
                    limit,
                    completion.text());
        } catch (ExecutionException e) {
            logger.warn(
                    "the reward of a response to problem {} failed and counts as wrong: {}; the"
                            + " response: {}",
                    problem.id(),
                    e.getCause(),
                    completion.text());
        }
        return Reward.WRONG.withPart(FAILED, 1);
    }

    /** Scores all at once; one by one only if that fails, so that no more than needed are wrong. */
    @Override
    public List<Reward> scoreAll(List<Attempt> attempts) {
        try {
            return within(() -> complete(reward.scoreAll(attempts), attempts.size()));
        } catch (TimeoutException | ExecutionException e) {
            logger.debug("scoring {} responses one by one", attempts.size(), e);
            return attempts.stream().map(a -> score(a.problem(), a.completion())).toList();
        }
    }

    private static List<Reward> complete(List<Reward> rewards, int attempts) {
        if (rewards.size() != attempts) {
            throw new IllegalStateException(rewards.size() + " rewards for " + attempts);
        }
        return List.copyOf(rewards);
    }

    private <T> T within(Callable<T> call) throws TimeoutException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "reward");
        thread.setDaemon(true);
        thread.start();
        try {
            T result = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (result == null) {
                throw new ExecutionException(
                        new NullPointerException("the reward function returned null"));
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while scoring", e);
        } finally {
            task.cancel(true);
        }
    }
}
