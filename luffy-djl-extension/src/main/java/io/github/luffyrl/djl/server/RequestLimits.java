package io.github.luffyrl.djl.server;

import java.time.Duration;

/**
 * How long a server is waited for, and how much of it is taken.
 *
 * @param timeout of one attempt, from the connection to the last byte of the answer
 * @param attempts how often a request is sent at most, at least 1
 * @param firstWait before the second attempt; it doubles with each further one, and a random part
 *     of up to a half is left out
 * @param longestWait no wait is longer; a server that asks for more ends the run
 * @param parallel requests at the same time, at least 1
 * @param responseBytes largest answer, at least 1
 */
public record RequestLimits(
        Duration timeout,
        int attempts,
        Duration firstWait,
        Duration longestWait,
        int parallel,
        long responseBytes) {

    /**
     * 10 minutes for an answer, 8 attempts over about 4 minutes, 64 requests at a time, 64 MiB an
     * answer.
     */
    public static final RequestLimits DEFAULT =
            new RequestLimits(
                    Duration.ofMinutes(10),
                    8,
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(2),
                    64,
                    64L << 20);

    /** Checks the ranges. */
    public RequestLimits {
        require("timeout", timeout.toMillis(), "at least 1 ms");
        require("attempts", attempts, "at least 1");
        require("firstWait", firstWait.toMillis(), "at least 1 ms");
        require("longestWait", longestWait.toMillis(), "at least 1 ms");
        require("parallel", parallel, "at least 1");
        require("responseBytes", responseBytes, "at least 1");
    }

    private static void require(String name, long value, String need) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ", need " + need);
        }
    }

    /**
     * Returns limits with another timeout.
     *
     * @param other of one attempt
     * @return these limits otherwise
     */
    public RequestLimits withTimeout(Duration other) {
        return new RequestLimits(other, attempts, firstWait, longestWait, parallel, responseBytes);
    }

    /**
     * Returns limits with another number of requests at the same time.
     *
     * @param other at least 1
     * @return these limits otherwise
     */
    public RequestLimits withParallel(int other) {
        return new RequestLimits(timeout, attempts, firstWait, longestWait, other, responseBytes);
    }
}
