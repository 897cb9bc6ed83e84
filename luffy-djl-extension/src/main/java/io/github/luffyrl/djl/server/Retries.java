package io.github.luffyrl.djl.server;

import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a request again until it succeeds or the attempts are used up. */
final class Retries {

    private static final Logger logger = LoggerFactory.getLogger(Retries.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private final RequestLimits limits;
    private final AtomicLong told = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS.toNanos());

    Retries(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * Calls until it succeeds.
     *
     * @param what names the request in the error
     * @param seed of the waits' random parts
     * @param request throws {@link TransientFailure} when it may succeed later
     */
    <T> T call(String what, long seed, Callable<T> request) {
        RetryConfig config =
                RetryConfig.<T>custom()
                        .maxAttempts(limits.attempts())
                        .retryOnException(e -> e instanceof TransientFailure f && patient(f))
                        .intervalBiFunction(
                                (attempt, outcome) -> {
                                    Duration wait = wait(seed, attempt, outcome.getLeft());
                                    tell(what, outcome.getLeft(), wait);
                                    return wait.toMillis();
                                })
                        .build();
        try {
            return Retry.of(what, config).executeCallable(request);
        } catch (TransientFailure e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while waiting for " + what);
            }
            throw new ServerException(failure(what, e), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(what + ": " + e, e);
        }
    }

    /** Not for each of many requests that fail at once. */
    private void tell(String what, Throwable failure, Duration wait) {
        long now = System.nanoTime();
        long before = told.get();
        if (now - before >= BETWEEN_WARNINGS.toNanos() && told.compareAndSet(before, now)) {
            logger.warn(
                    "{}: {}; tried again in {} s", what, failure.getMessage(), wait.toSeconds());
        }
    }

    private boolean patient(TransientFailure failure) {
        return failure.requestedWait()
                .map(wait -> wait.compareTo(limits.longestWait()) <= 0)
                .orElse(true);
    }

    private String failure(String what, TransientFailure e) {
        return patient(e)
                ? what + " failed " + limits.attempts() + " times, at last: " + e.getMessage()
                : what
                        + ": "
                        + e.getMessage()
                        + ", and asks to wait "
                        + e.requestedWait().orElseThrow().toSeconds()
                        + " s, more than "
                        + limits.longestWait().toSeconds()
                        + " s";
    }

    /** The wait after an attempt, counted from 1. */
    Duration wait(long seed, int attempt, Throwable failure) {
        double doubled = limits.firstWait().toMillis() * Math.pow(2, attempt - 1);
        double longest = Math.min(doubled, (double) limits.longestWait().toMillis());
        double uniform = new TokenRandom(TokenRandom.seed(seed, attempt)).nextUniform();
        Duration own = Duration.ofMillis((long) Math.ceil(longest * (1 - uniform / 2)));
        Duration asked =
                failure instanceof TransientFailure f
                        ? f.requestedWait().orElse(Duration.ZERO)
                        : Duration.ZERO;
        return asked.compareTo(own) > 0 ? asked : own;
    }
}
