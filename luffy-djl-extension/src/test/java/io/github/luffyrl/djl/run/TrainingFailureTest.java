package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.djl.PreparedTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends a run without being bad input. */
class TrainingFailureTest {

    @TempDir Path temporary;

    static List<Error> errors() {
        return List.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new UnsatisfiedLinkError("no djl_torch in java.library.path"),
                new AssertionError("a part is broken"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorOfAWorkerIsOneLineWithItsTraceInTheFolder(Error error) throws IOException {
        Path folder = temporary.resolve("run");
        Policy failing =
                (requests, sampling) -> {
                    throw new IllegalStateException(
                            "generation failed: " + error, new ExecutionException(error));
                };

        TrainingFailedException failure = run(folder, failing);

        String message = failure.getMessage();
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.contains(error.getClass().getSimpleName()), message);
        Path trace = folder.resolve("error.txt");
        assertTrue(message.contains("the trace is in " + trace), message);
        assertTrue(Files.readString(trace).contains(getClass().getName()));
        String remedy =
                error instanceof OutOfMemoryError
                        ? "-Xmx"
                        : error instanceof StackOverflowError
                                ? "-Xss"
                                : error instanceof LinkageError ? "class path" : "resumes";
        assertTrue(message.contains(remedy), message);
    }

    @Test
    void aLongMessageIsShortened() throws IOException {
        Path folder = temporary.resolve("run");
        String text = "first line " + "x".repeat(60_000) + "\nsecond line";

        String message =
                run(
                                folder,
                                (requests, sampling) -> {
                                    throw new IllegalStateException(text);
                                })
                        .getMessage();

        assertTrue(message.length() < 1000, () -> message.length() + " characters");
        assertTrue(Files.readString(folder.resolve("error.txt")).contains("second line"));
    }

    private TrainingFailedException run(Path folder, Policy policy) throws IOException {
        Path model = TinyModel.in(temporary.resolve("model"));
        return assertThrows(
                TrainingFailedException.class,
                () ->
                        TinyModel.training(model, folder)
                                .with(PolicyFactory.class, any -> policy)
                                .run());
    }

    /** At once: neither a model is loaded nor accuracy measured nor a folder made for nothing. */
    @Test
    void aSecondTrainingOfTheJvmIsRefusedAtItsStart() throws Exception {
        Path model = TinyModel.in(temporary.resolve("model"));
        CountDownLatch training = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread first =
                new Thread(
                        () -> {
                            try {
                                TinyModel.training(model, temporary.resolve("first"))
                                        .listener(new Waiting(training, refused))
                                        .run();
                            } catch (IOException | RuntimeException e) {
                                failure.set(e);
                            }
                        },
                        "the first");
        PreparedTraining prepared = TinyModel.training(model, temporary.resolve("third")).prepare();
        first.start();
        training.await();

        Path noModel = temporary.resolve("no model is here");
        Exception second =
                assertThrows(
                        IllegalStateException.class,
                        () -> TinyModel.training(noModel, temporary.resolve("second")).run());
        assertThrows(IllegalStateException.class, prepared::run);
        prepared.close();
        refused.countDown();
        first.join();
        assertFalse(Files.exists(temporary.resolve("second")));
        assertFalse(Files.exists(temporary.resolve("third")));

        assertTrue(second.getMessage().contains("in thread 'the first'"), second.getMessage());
        assertSame(null, failure.get());
        TinyModel.training(model, temporary.resolve("second")).run(); // now it is free
    }
}
