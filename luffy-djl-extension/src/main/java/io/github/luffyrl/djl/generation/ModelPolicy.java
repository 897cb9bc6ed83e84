package io.github.luffyrl.djl.generation;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.internal.LibtorchThreads;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.IncrementalDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A DJL model as a policy. It samples with the weights of the moment, so a policy over the model of
 * a trainer follows the training.
 *
 * <pre>{@code
 * Policy policy = new ModelPolicy(model);
 * List<Trajectory> trajectories = policy.rollout(requests, new SamplingParams(1.0, 512));
 * }</pre>
 *
 * <p>The model's block is a {@link CausalLm}, or any language model that maps token ids {@code [B,
 * T]} to logits {@code [B, T, V]}: that one has no cache, reads each row again for every token, and
 * ends responses at the {@linkplain SamplingParams#withStopTokens stop tokens} alone.
 *
 * <p>Requests are cut into batches, which are shared out among threads. If they are several, each
 * lets libtorch use one thread.
 */
public final class ModelPolicy implements Policy {

    private static final int MAX_ROWS = 64;
    private static final long DEFAULT_MEMORY = 1L << 30;

    private final Model model;
    private final int threads;
    private final long memory;

    /**
     * Creates a policy that uses all cores, and about 1 GiB for what each batch keeps. A small
     * model generates with a Java thread per core, one of 10 million parameters or more with one
     * Java thread and all of libtorch's.
     *
     * @param model its block is a language model
     */
    public ModelPolicy(Model model) {
        this(model, LibtorchThreads.generating(model.getBlock()));
    }

    /**
     * Creates a policy that uses about 1 GiB for what each batch keeps.
     *
     * @param model its block is a language model
     * @param threads how many batches are generated at the same time, at least 1; the result does
     *     not depend on it
     */
    public ModelPolicy(Model model, int threads) {
        this(model, threads, DEFAULT_MEMORY);
    }

    /**
     * Creates a policy.
     *
     * @param model its block is a language model
     * @param threads how many batches are generated at the same time, at least 1; the result does
     *     not depend on it
     * @param memory about how many bytes keys, values and logits of a batch may take, beside the
     *     model; a single row takes what it needs. Each thread generates one batch at a time
     */
    public ModelPolicy(Model model, int threads, long memory) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads = " + threads + ", need at least 1");
        }
        if (memory < 1) {
            throw new IllegalArgumentException("memory = " + memory + " bytes, need at least 1");
        }
        this.model = model;
        this.threads = threads;
        this.memory = memory;
    }

    @Override
    public List<Trajectory> rollout(List<RolloutRequest> requests, SamplingParams sampling) {
        PrefixRollout rollout = new PrefixRollout(model.getBlock(), sampling);
        return rollout(
                requests,
                sampling,
                batches -> {
                    List<Callable<List<Trajectory>>> tasks = new ArrayList<>();
                    batches.forEach(batch -> tasks.add(() -> generate(rollout, batch)));
                    return run(tasks);
                });
    }

    /**
     * Cuts requests into batches and leaves it to the caller to generate them, by {@link
     * #generateBatch} of a policy of the same weights, anywhere and in any order.
     *
     * @param requests what to roll out
     * @param sampling temperature and length of the responses
     * @param generator from batches to the trajectories of each
     * @return a trajectory for each request, the same as {@link #rollout(List, SamplingParams)}
     */
    public List<Trajectory> rollout(
            List<RolloutRequest> requests, SamplingParams sampling, BatchGenerator generator) {
        if (requests.isEmpty()) {
            return List.of();
        }
        List<List<Integer>> batches = GenerationBatches.of(requests, maxRows(requests, sampling));
        List<List<Trajectory>> generated =
                generator.generate(
                        batches.stream()
                                .map(batch -> batch.stream().map(requests::get).toList())
                                .toList());
        Trajectory[] inOrder = new Trajectory[requests.size()];
        for (int b = 0; b < batches.size(); b++) {
            for (int i = 0; i < batches.get(b).size(); i++) {
                inOrder[batches.get(b).get(i)] = generated.get(b).get(i);
            }
        }
        return List.of(inOrder);
    }

    /** From batches of requests to the trajectories of each. */
    @FunctionalInterface
    public interface BatchGenerator {

        /**
         * Generates batches.
         *
         * @param batches at least one, none of them empty
         * @return the trajectories of each, in order
         */
        List<List<Trajectory>> generate(List<List<RolloutRequest>> batches);
    }

    /**
     * Generates one batch in the calling thread.
     *
     * @param batch as {@link #rollout(List, SamplingParams, BatchGenerator)} cuts them
     * @param sampling temperature and length of the responses
     * @return a trajectory for each request
     */
    public List<Trajectory> generateBatch(List<RolloutRequest> batch, SamplingParams sampling) {
        LibtorchThreads libtorch = LibtorchThreads.forGeneration(model.getBlock(), threads);
        try {
            return generate(new PrefixRollout(model.getBlock(), sampling), batch);
        } finally {
            libtorch.close();
        }
    }

    private int maxRows(List<RolloutRequest> requests, SamplingParams sampling) {
        int prompt = requests.stream().mapToInt(r -> r.prompt().length()).max().orElseThrow();
        int tokens = prompt + sampling.maxResponseTokens();
        long bytesPerRow = IncrementalDecoder.bytesPerRow(model.getBlock(), tokens);
        return (int) Math.max(1, Math.min(MAX_ROWS, memory / bytesPerRow));
    }

    private List<Trajectory> generate(PrefixRollout rollout, List<RolloutRequest> requests) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            return rollout.rollout(manager, new ParameterStore(manager, false), requests);
        }
    }

    private List<List<Trajectory>> run(List<Callable<List<Trajectory>>> tasks) {
        List<Thread> workers = new CopyOnWriteArrayList<>();
        ExecutorService executor =
                Executors.newFixedThreadPool(threads, work -> worker(work, workers));
        try {
            List<List<Trajectory>> results = new ArrayList<>();
            for (Future<List<Trajectory>> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while generating", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("generation failed: " + e.getCause(), e);
        } finally {
            executor.shutdownNow();
            awaitEnd(workers);
        }
    }

    /**
     * Waits for the workers even if interrupted: the caller may close the model next, and a worker
     * that still reads it would crash the process.
     */
    private static void awaitEnd(List<Thread> workers) {
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread worker(Runnable work, List<Thread> workers) {
        Thread worker = new Thread(() -> run(work), "rollout-" + (workers.size() + 1));
        workers.add(worker);
        return worker;
    }

    private void run(Runnable work) {
        LibtorchThreads libtorch = LibtorchThreads.forGeneration(model.getBlock(), threads);
        try {
            work.run();
        } finally {
            libtorch.close();
        }
    }
}
