package io.github.luffyrl.core.reward;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Completions that are scored one by one, several at once. Used once, by one thread. */
final class GuardedScoring {

    private static final int SHOWN = 3;
    private static final Logger logger = LoggerFactory.getLogger(GuardedReward.class);

    private final RewardFunction function;
    private final List<Attempt> attempts;
    private final Duration limit;
    private final CompletionService<Reward> calls;
    private final @Nullable Reward[] rewards;
    private final List<Call> running = new ArrayList<>(); // oldest first
    private int failures;

    GuardedScoring(
            RewardFunction function, List<Attempt> attempts, Duration limit, Executor executor) {
        this.function = function;
        this.attempts = attempts;
        this.limit = limit;
        calls = new ExecutorCompletionService<>(executor);
        rewards = new Reward[attempts.size()];
    }

    /**
     * An attempt that is being scored.
     *
     * @param index of the attempt
     * @param future its reward
     * @param deadline in nanoseconds of {@link System#nanoTime}
     */
    private record Call(int index, Future<Reward> future, long deadline) {}

    /** The rewards in the order of the attempts. */
    List<Reward> run(int threads) throws InterruptedException {
        try {
            int next = 0;
            while (next < attempts.size() || !running.isEmpty()) {
                while (next < attempts.size() && running.size() < threads) {
                    start(next++);
                }
                long wait = running.get(0).deadline - System.nanoTime();
                Future<Reward> done = calls.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
                if (done != null) {
                    finish(done);
                } else {
                    giveUp(running.remove(0));
                }
            }
        } finally {
            running.forEach(call -> call.future.cancel(true));
        }
        if (failures > 0) {
            logger.warn(
                    "{} of {} responses count as wrong, as their rewards failed",
                    failures,
                    attempts.size());
        }
        return Arrays.stream(rewards).map(Objects::requireNonNull).toList();
    }

    private void start(int index) {
        Attempt attempt = attempts.get(index);
        Future<Reward> future =
                calls.submit(() -> function.score(attempt.problem(), attempt.completion()));
        running.add(new Call(index, future, System.nanoTime() + limit.toNanos()));
    }

    private void finish(Future<Reward> done) throws InterruptedException {
        for (Call call : running) {
            if (call.future == done) {
                running.remove(call);
                rewards[call.index] = reward(call);
                return;
            }
        } // else it was given up before
    }

    private Reward reward(Call done) throws InterruptedException {
        try {
            Reward reward = done.future.get();
            return reward != null
                    ? reward
                    : failed(done.index, GuardedReward.ERROR, "it returned null");
        } catch (ExecutionException e) {
            return failed(done.index, GuardedReward.ERROR, String.valueOf(e.getCause()));
        }
    }

    private void giveUp(Call late) {
        late.future.cancel(true);
        rewards[late.index] =
                failed(late.index, GuardedReward.TIMEOUT, "it took more than " + limit);
    }

    private Reward failed(int index, String part, String cause) {
        failures++;
        if (failures <= SHOWN) {
            logger.warn(
                    "the reward of a response to problem {} failed: {}; the response: {}",
                    attempts.get(index).problem().id(),
                    cause,
                    attempts.get(index).completion().text());
        }
        return Reward.WRONG.withPart(part, 1);
    }
}
