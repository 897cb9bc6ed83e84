package io.github.luffyrl.djl.rollout;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.model.CausalLm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A DJL model as a policy. It samples with the weights of the moment, so a policy over the model of
 * a trainer follows the training.
 *
 * <pre>{@code
 * Policy policy = new ModelPolicy(model);
 * List<Trajectory> trajectories = policy.rollout(requests, new SamplingParams(1.0, 512));
 * }</pre>
 *
 * <p>Requests are cut into chunks of similar length; each chunk is one batch, and the chunks are
 * shared out among threads. With several threads let libtorch use one thread each ({@code
 * -Dai.djl.pytorch.num_threads=1}).
 */
public final class ModelPolicy implements Policy {

    private static final int ROWS_PER_CHUNK = 64;

    private final Model model;
    private final CausalLm block;
    private final int threads;

    /**
     * Creates a policy that uses all cores.
     *
     * @param model its block is a {@link CausalLm}
     */
    public ModelPolicy(Model model) {
        this(model, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Creates a policy.
     *
     * @param model its block is a {@link CausalLm}
     * @param threads how many chunks are written at the same time, at least 1; the result does not
     *     depend on it
     */
    public ModelPolicy(Model model, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads = " + threads + ", need at least 1");
        }
        this.model = model;
        this.block = causalLm(model.getBlock());
        this.threads = threads;
    }

    private static CausalLm causalLm(Block block) {
        if (block instanceof CausalLm causalLm) {
            return causalLm;
        }
        throw new IllegalArgumentException(
                "the model's block is a "
                        + block.getClass().getName()
                        + "; rollouts need a CausalLm, see CausalLanguageModel.load");
    }

    @Override
    public List<Trajectory> rollout(List<RolloutRequest> requests, SamplingParams sampling) {
        List<Integer> byLength =
                IntStream.range(0, requests.size())
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> tokens(requests.get(i))))
                        .toList();
        PrefixRollout rollout = new PrefixRollout(block, sampling);
        List<List<Integer>> chunks = new ArrayList<>();
        List<Callable<List<Trajectory>>> tasks = new ArrayList<>();
        for (int from = 0; from < byLength.size(); from += ROWS_PER_CHUNK) {
            List<Integer> chunk =
                    byLength.subList(from, Math.min(from + ROWS_PER_CHUNK, byLength.size()));
            chunks.add(chunk);
            tasks.add(() -> write(rollout, chunk.stream().map(requests::get).toList()));
        }
        List<List<Trajectory>> written = run(tasks);
        Trajectory[] inOrder = new Trajectory[requests.size()];
        for (int c = 0; c < chunks.size(); c++) {
            for (int i = 0; i < chunks.get(c).size(); i++) {
                inOrder[chunks.get(c).get(i)] = written.get(c).get(i);
            }
        }
        return List.of(inOrder);
    }

    private static int tokens(RolloutRequest request) {
        return request.prompt().length + request.prefix().length();
    }

    private List<Trajectory> write(PrefixRollout rollout, List<RolloutRequest> requests) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            return rollout.rollout(manager, new ParameterStore(manager, false), requests);
        }
    }

    private List<List<Trajectory>> run(List<Callable<List<Trajectory>>> tasks) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<List<Trajectory>> results = new ArrayList<>();
            for (Future<List<Trajectory>> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sampling", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("sampling failed: " + e.getCause(), e);
        } finally {
            executor.shutdownNow();
        }
    }
}
