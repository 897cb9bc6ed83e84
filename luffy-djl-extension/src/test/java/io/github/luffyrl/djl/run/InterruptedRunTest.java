package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are interrupted. What they use is closed at once, so a thread left behind crashes. */
class InterruptedRunTest {

    private static final int INTERRUPTS = 200;
    private static final int LATEST_MILLIS = 120;

    @TempDir Path temporary;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void twoHundredInterruptsLeaveNothingThatReadsAClosedModel() throws Exception {
        Path model = TinyModel.in(temporary.resolve("model"));
        Random random = new Random(1);
        int ended = 0;
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < INTERRUPTS; i++) {
            AtomicReference<Exception> failure = new AtomicReference<>();
            Path folder = temporary.resolve("run-" + i % 20);
            Thread run = new Thread(() -> train(model, folder, failure));
            run.start();
            Thread.sleep(random.nextInt(LATEST_MILLIS));
            run.interrupt();
            run.join();
            ended += failure.get() == null ? 0 : 1;
            messages.add(String.valueOf(failure.get()));
        }
        int interrupted = ended;
        assertTrue(interrupted > INTERRUPTS / 2, () -> interrupted + " interrupts came in time");
        assertEquals(
                List.of(),
                messages.stream()
                        .filter(message -> !message.equals("null"))
                        .filter(message -> !message.contains("nterrupt"))
                        .toList());
        assertEquals(0, threadsLeft(), "rollout threads");
    }

    private static void train(Path model, Path folder, AtomicReference<Exception> failure) {
        try {
            TinyModel.training(model, folder).run();
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        }
    }

    private static long threadsLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("rollout-"))
                .count();
    }
}
