package io.github.luffyrl.rewards.scoring;

import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One batch. Lanes take attempts in turn, each on a thread of the pool; the caller's thread waits
 * for the results and looks after lanes that take too long: their attempt is given up, they are
 * interrupted, and a new lane takes their place. All state is guarded by this object's monitor.
 */
final class ScoringRun {

    private final RewardFunction function;
    private final List<Attempt> attempts;
    private final long limitNanos;
    private final Executor pool;
    private final @Nullable Scored[] results;
    private final List<Lane> lanes = new ArrayList<>();
    private int next;
    private int missing;

    ScoringRun(RewardFunction function, List<Attempt> attempts, long limitNanos, Executor pool) {
        this.function = function;
        this.attempts = attempts;
        this.limitNanos = limitNanos;
        this.pool = pool;
        results = new Scored[attempts.size()];
        missing = attempts.size();
    }

    synchronized List<Scored> await(int threads) {
        for (int i = 0; i < Math.min(threads, attempts.size()); i++) {
            startLane();
        }
        try {
            while (missing > 0) {
                long nanos = giveUpLateOnes();
                if (missing > 0) {
                    wait(Math.max(1, nanos / 1_000_000));
                }
            }
        } catch (InterruptedException e) {
            next = attempts.size();
            lanes.forEach(Lane::interrupt);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while scoring", e);
        }
        return Arrays.stream(results).map(Objects::requireNonNull).toList();
    }

    private void startLane() {
        Lane lane = new Lane();
        lanes.add(lane);
        pool.execute(lane);
    }

    /** Returns how long the oldest of the other attempts has left. */
    private long giveUpLateOnes() {
        long now = System.nanoTime();
        long least = limitNanos;
        for (Lane lane : List.copyOf(lanes)) {
            if (lane.index >= 0) {
                long left = limitNanos - (now - lane.begin);
                if (left > 0) {
                    least = Math.min(least, left);
                } else {
                    finish(lane.index, Scored.timedOut(now - lane.begin));
                    lanes.remove(lane);
                    lane.interrupt();
                    startLane();
                }
            }
        }
        return least;
    }

    private void finish(int index, Scored scored) {
        results[index] = scored;
        missing--;
        notifyAll();
    }

    private final class Lane implements Runnable {

        private @Nullable Thread thread;
        private int index = -1;
        private long begin;

        void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        @Override
        public void run() {
            for (int i = take(null); i >= 0; ) {
                i = take(score(attempts.get(i)));
            }
        }

        private Scored score(Attempt attempt) {
            try {
                Reward reward = function.score(attempt.problem(), attempt.completion());
                Objects.requireNonNull(reward, "the reward function returned null");
                return new Scored(reward, System.nanoTime() - begin, null);
            } catch (Throwable e) { // errors too: a lane that dies would leave the caller waiting
                return Scored.failed(e, System.nanoTime() - begin);
            }
        }

        /** Hands over the last result, and takes the next attempt; -1 when there is none. */
        private int take(@Nullable Scored last) {
            synchronized (ScoringRun.this) {
                thread = Thread.currentThread();
                if (!lanes.contains(this)) {
                    return -1; // given up, and replaced
                }
                if (last != null) {
                    finish(index, last);
                }
                index = next < attempts.size() ? next++ : -1;
                begin = System.nanoTime();
                if (index < 0) {
                    thread = null; // the pool may use it for something else
                }
                return index;
            }
        }
    }
}
