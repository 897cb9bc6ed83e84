package io.github.luffyrl.examples.benchmark;

import ai.djl.pytorch.jni.JniUtils;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures generation and training, alternating with eager PyTorch so that other load on the
 * machine affects both.
 *
 * @param rounds number of measured rounds, at least 1; medians are reported
 * @param pythons commands to try; the first whose Python has torch runs eager PyTorch
 * @param profile whether to report where the time goes
 */
public record Benchmark(int rounds, List<String> pythons, boolean profile) {

    private static final int WARM_UP_ROUNDS = 2;
    private static final String GENERATION_THREADS = "rollout-"; // as ModelPolicy names them

    /** Copies the list. */
    public Benchmark {
        pythons = List.copyOf(pythons);
    }

    /**
     * Runs it.
     *
     * @param console where the figures go
     * @throws IOException when the PyTorch script fails
     */
    public void run(Console console) throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        Workload.Sizes sizes = Workload.Sizes.STANDARD;
        try (TemporaryFolder folder = TemporaryFolder.create();
                Workload workload = new Workload(sizes, cores)) {
            int before = JniUtils.getNumThreads();
            Optional<EagerPyTorch> eager =
                    EagerPyTorch.start(pythons, folder.path(), workload.config(), sizes);
            try {
                measure(workload, eager, cores, console);
            } finally {
                eager.ifPresent(EagerPyTorch::close);
                JniUtils.setNumThreads(before);
            }
        }
    }

    private void measure(
            Workload workload, Optional<EagerPyTorch> eager, int cores, Console console)
            throws IOException {
        console.say(
                "compared with %s",
                eager.map(
                                e ->
                                        "eager "
                                                + e.version()
                                                + ", the faster of 1 and "
                                                + cores
                                                + " threads")
                        .orElse("nothing: no Python with torch"));
        Throughput generation = new Throughput("generation, threads: " + cores, GENERATION_THREADS);
        String here = Thread.currentThread().getName();
        Map<Integer, Throughput> training = new TreeMap<>();
        for (int threads : new int[] {1, cores}) {
            training.put(
                    threads, new Throughput("training, threads of libtorch: " + threads, here));
        }
        for (int round = -Math.min(WARM_UP_ROUNDS, rounds); round < rounds; round++) {
            boolean counts = round >= 0;
            List<Trajectory> generated = new ArrayList<>();
            generation.run(
                    counts,
                    () -> {
                        generated.addAll(workload.generate());
                        return generated.stream().mapToInt(Trajectory::responseLength).sum();
                    });
            training.forEach(
                    (threads, throughput) -> {
                        JniUtils.setNumThreads(threads); // of this thread
                        throughput.run(counts, () -> workload.train(generated));
                    });
            if (eager.isPresent()) {
                EagerPyTorch pyTorch = eager.get();
                generation.compare(counts, Math.max(pyTorch.generate(1), pyTorch.generate(cores)));
                double trained = Math.max(pyTorch.train(1), pyTorch.train(cores));
                training.values().forEach(throughput -> throughput.compare(counts, trained));
            }
        }
        generation.report(console, profile);
        training.values().forEach(throughput -> throughput.report(console, profile));
    }
}
