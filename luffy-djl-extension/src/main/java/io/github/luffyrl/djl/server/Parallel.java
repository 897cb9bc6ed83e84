package io.github.luffyrl.djl.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Sends requests from several threads. */
final class Parallel {

    private Parallel() {}

    /**
     * Calls a function for 0 to {@code count - 1}.
     *
     * @return the results in order; the first failure ends the others
     */
    static <T> List<T> map(int count, int threads, IntFunction<T> call) {
        if (count == 0) {
            return List.of();
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, count));
        ExecutorCompletionService<Boolean> finished = new ExecutorCompletionService<>(pool);
        List<Future<Boolean>> running = new ArrayList<>();
        List<List<T>> results = new ArrayList<>();
        int answered = 0;
        try {
            for (int i = 0; i < count; i++) {
                int index = i;
                List<T> result = new ArrayList<>(1);
                results.add(result);
                running.add(finished.submit(() -> result.add(call.apply(index))));
            }
            for (; answered < count; answered++) {
                finished.take().get();
            }
            return results.stream().map(result -> result.get(0)).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a server");
        } catch (ExecutionException e) {
            throw failure(e, answered, count);
        } finally {
            running.forEach(future -> future.cancel(true));
            pool.shutdownNow();
        }
    }

    private static RuntimeException failure(ExecutionException failed, int answered, int count) {
        Throwable cause = failed.getCause();
        if (cause instanceof ServerException e) {
            return new ServerException(
                    e.getMessage()
                            + " ("
                            + answered
                            + " of the "
                            + count
                            + " requests of this batch were answered)",
                    e);
        }
        return cause instanceof RuntimeException e ? e : new IllegalStateException(failed);
    }
}
