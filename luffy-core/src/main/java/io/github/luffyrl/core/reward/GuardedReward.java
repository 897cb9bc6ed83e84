package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a run alive whatever its reward function does. Where the function throws, returns null or a
 * number that is not finite, the completion counts as wrong with the part {@link #ERROR} of 1;
 * where it takes too long, with the part {@link #TIMEOUT} of 1. So the share of failures is a
 * metric of each step, and the log has the first few with problem and response. Rewards do not
 * depend on the number of threads.
 *
 * <pre>{@code
 * RewardFunction reward = new GuardedReward(mine, Duration.ofSeconds(10), 8);
 * }</pre>
 *
 * <p>A call that does not return in time is interrupted and left alone. Java cannot end a thread
 * that ignores this: it takes a core until it ends by itself, and another thread takes its place.
 */
public final class GuardedReward implements RewardFunction {

    /** The part of a reward that is 1 where the function threw or returned no finite number. */
    public static final String ERROR = "error";

    /** The part of a reward that is 1 where the function took too long. */
    public static final String TIMEOUT = "timeout";

    private static final Logger logger = LoggerFactory.getLogger(GuardedReward.class);
    private static final AtomicInteger threadNumber = new AtomicInteger();

    private final RewardFunction reward;
    private final Duration limit;
    private final int threads;
    private final boolean together;
    private final ExecutorService pool = Executors.newCachedThreadPool(GuardedReward::thread);

    /**
     * Creates a guard that hands the completions of a step to {@link RewardFunction#scoreAll}
     * together. Only if that fails or takes too long are they scored one by one, on as many threads
     * as there are processors, so that no more than needed count as wrong.
     *
     * @param reward what may fail; safe for use by several threads
     * @param limit longest time for one completion, or for those of a step together; above 0
     */
    public GuardedReward(RewardFunction reward, Duration limit) {
        this(reward, limit, Runtime.getRuntime().availableProcessors(), true);
    }

    /**
     * Creates a guard that scores every completion by itself: for rewards that take long, such as
     * the tests of a program.
     *
     * @param reward what may fail; safe for use by several threads
     * @param limit longest time for one completion, above 0
     * @param threads how many completions are scored at once, at least 1
     */
    public GuardedReward(RewardFunction reward, Duration limit, int threads) {
        this(reward, limit, threads, false);
    }

    private GuardedReward(RewardFunction reward, Duration limit, int threads, boolean together) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("time limit = " + limit + ": need more than 0");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads = " + threads + ": need at least 1");
        }
        this.reward = reward;
        this.limit = limit;
        this.threads = threads;
        this.together = together;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "reward-" + threadNumber.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Optional<String> unmatchable(Problem problem) {
        return reward.unmatchable(problem);
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        return oneByOne(List.of(new Attempt(problem, completion))).get(0);
    }

    /**
     * Scores completions, see the constructors.
     *
     * @throws IllegalStateException if the calling thread is interrupted
     */
    @Override
    public List<Reward> scoreAll(List<Attempt> attempts) {
        if (!together) {
            return oneByOne(attempts);
        }
        Future<List<Reward>> all =
                pool.submit(() -> complete(reward.scoreAll(attempts), attempts.size()));
        try {
            return all.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            logger.debug("scoring {} responses one by one", attempts.size(), e);
            all.cancel(true); // before its threads compete with the next ones
            return oneByOne(attempts);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            all.cancel(true);
        }
    }

    private static List<Reward> complete(List<Reward> rewards, int attempts) {
        if (rewards.size() != attempts) {
            throw new IllegalStateException(rewards.size() + " rewards for " + attempts);
        }
        return List.copyOf(rewards);
    }

    private List<Reward> oneByOne(List<Attempt> attempts) {
        GuardedScoring scoring = new GuardedScoring(reward, attempts, limit, pool);
        try {
            return scoring.run(threads);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while scoring", e);
    }
}
