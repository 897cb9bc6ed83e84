package io.github.luffyrl.core.reward;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Future<Reward>, Call> running = new LinkedHashMap<>(); // oldest first
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
     * @param deadline in nanoseconds of {@link System#nanoTime}
     */
    private record Call(int index, long deadline) {}

    /** The rewards in the order of the attempts. */
    List<Reward> run(int threads) throws InterruptedException {
        try {
            int next = 0;
            while (next < attempts.size() || !running.isEmpty()) {
                while (next < attempts.size() && running.size() < threads) {
                    start(next++);
                }
                long wait = oldest().getValue().deadline - System.nanoTime();
                Future<Reward> done = calls.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
                if (done != null) {
                    finish(done);
                } else {
                    giveUp(oldest());
                }
            }
        } finally {
            running.keySet().forEach(call -> call.cancel(true));
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
        Future<Reward> call =
                calls.submit(() -> function.score(attempt.problem(), attempt.completion()));
        running.put(call, new Call(index, System.nanoTime() + limit.toNanos()));
    }

    private Map.Entry<Future<Reward>, Call> oldest() {
        return running.entrySet().iterator().next();
    }

    private void finish(Future<Reward> done) throws InterruptedException {
        Call call = running.remove(done);
        if (call == null) {
            return; // given up before
        }
        try {
            Reward reward = done.get();
            rewards[call.index] =
                    reward != null
                            ? reward
                            : failed(call.index, GuardedReward.ERROR, "it returned null");
        } catch (ExecutionException e) {
            rewards[call.index] =
                    failed(call.index, GuardedReward.ERROR, String.valueOf(e.getCause()));
        }
    }

    private void giveUp(Map.Entry<Future<Reward>, Call> late) {
        Future<Reward> call = late.getKey();
        int index = late.getValue().index;
        running.remove(call);
        call.cancel(true);
        rewards[index] = failed(index, GuardedReward.TIMEOUT, "it took more than " + limit);
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
