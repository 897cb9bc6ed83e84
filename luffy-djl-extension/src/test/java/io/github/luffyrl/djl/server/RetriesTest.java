package io.github.luffyrl.djl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the user is told of a request that is tried again. */
class RetriesTest {

    private static final RequestLimits LIMITS =
            new RequestLimits(
                    Duration.ofSeconds(5),
                    4,
                    Duration.ofMillis(20),
                    Duration.ofSeconds(2),
                    4,
                    100_000);

    /** A server that is gone fails all requests at once: one line for it, not one for each. */
    @Test
    void theFirstOfManyFailuresIsLogged() {
        Retries retries = new Retries(LIMITS);
        String log =
                logOf(
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                assertEquals("answer", failingTwice(retries));
                            }
                        });
        assertEquals(1, log.lines().filter(line -> line.contains("tried again")).count(), log);
        assertTrue(log.contains("WARN"), log);
        assertTrue(log.contains("http://localhost:8000/v1/completions: status 503, loading"), log);
    }

    @Test
    void aRequestThatSucceedsIsNotLogged() {
        assertEquals("", logOf(() -> new Retries(LIMITS).call("request", 0, () -> "answer")));
    }

    private static String failingTwice(Retries retries) {
        AtomicInteger calls = new AtomicInteger();
        return retries.call(
                "http://localhost:8000/v1/completions",
                7,
                () -> {
                    if (calls.incrementAndGet() <= 2) {
                        throw new TransientFailure("status 503, loading");
                    }
                    return "answer";
                });
    }

    private static String logOf(Runnable action) {
        PrintStream original = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(original);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
