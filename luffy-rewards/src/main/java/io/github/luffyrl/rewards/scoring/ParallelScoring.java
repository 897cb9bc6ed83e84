package io.github.luffyrl.rewards.scoring;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores many completions at once on a bounded number of threads, and goes on where a reward
 * function fails: a completion that makes it throw, return NaN or take too long is wrong (SPEC
 * Q35), which is counted, logged, and marked by the part {@link #ERROR} or {@link #TIMEOUT} of the
 * reward. Results do not depend on the number of threads.
 *
 * <pre>{@code
 * try (ParallelScoring scoring = new ParallelScoring(reward, 8, Duration.ofSeconds(30))) {
 *     List<Reward> rewards = scoring.scoreAll(attempts);
 *     System.out.println(scoring.report());
 * }
 * }</pre>
 */
public final class ParallelScoring implements RewardFunction, AutoCloseable {

    /**
     * The part of a reward that is 1 when the reward function threw or returned no finite number.
     */
    public static final String ERROR = "error";

    /** The part of a reward that is 1 when the reward function took too long. */
    public static final String TIMEOUT = "timeout";

    private static final Logger LOGGER = LoggerFactory.getLogger(ParallelScoring.class);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final RewardFunction function;
    private final int threads;
    private final Duration limit;
    private final ExecutorService pool;
    private ScoringReport report = ScoringReport.EMPTY;

    /**
     * Creates a scoring.
     *
     * @param function scores one completion; safe for use by several threads
     * @param threads how many completions are scored at once, at least 1
     * @param limit how long one completion may take, above 0; a function that goes on although it
     *     was interrupted keeps its thread, and another one takes its place
     */
    public ParallelScoring(RewardFunction function, int threads, Duration limit) {
        if (threads < 1 || limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "threads = " + threads + ", limit = " + limit + ": need both above 0");
        }
        this.function = function;
        this.threads = threads;
        this.limit = limit;
        pool =
                Executors.newCachedThreadPool(
                        task -> {
                            String name = "luffy-scoring-" + THREADS.incrementAndGet();
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        return scoreAll(List.of(new Attempt(problem, completion))).get(0);
    }

    /**
     * Scores completions.
     *
     * @throws IllegalStateException if the reward function throws for every one of several, since
     *     then it is the function that is wrong; or if the calling thread is interrupted
     */
    @Override
    public List<Reward> scoreAll(List<Attempt> attempts) {
        List<Scored> scored =
                new ScoringRun(function, attempts, limit.toNanos(), pool).await(threads);
        ScoringReport batch = ScoringReport.of(attempts, scored);
        synchronized (this) {
            report = report.plus(batch);
        }
        if (batch.failures() > 0) {
            LOGGER.warn("counted as wrong: {}", batch);
        }
        if (batch.errors() == attempts.size() && attempts.size() > 1) {
            throw new IllegalStateException(
                    "the reward function failed for all of "
                            + attempts.size()
                            + " completions: "
                            + batch,
                    scored.get(0).failure());
        }
        return scored.stream().map(Scored::reward).toList();
    }

    /**
     * Returns the counts of everything scored so far.
     *
     * @return the report
     */
    public synchronized ScoringReport report() {
        return report;
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
