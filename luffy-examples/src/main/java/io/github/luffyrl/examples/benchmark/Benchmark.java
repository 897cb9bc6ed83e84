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
 * Writes and trains in turns with eager PyTorch, so that whatever else the machine does meets both.
 *
 * @param rounds how often, at least 1; the medians are told
 * @param pythons commands of which the first with torch is compared with
 * @param profile whether to tell where the time goes
 */
public record Benchmark(int rounds, List<String> pythons, boolean profile) {

    private static final int WARM_UP_ROUNDS = 2;
    private static final String GENERATING_THREADS = "rollout-"; // as ModelPolicy names them

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
                                                + ", the better of 1 and "
                                                + cores
                                                + " threads")
                        .orElse("nothing: no Python with torch"));
        Series generation = new Series("generation, threads: " + cores, GENERATING_THREADS);
        String here = Thread.currentThread().getName();
        Map<Integer, Series> training = new TreeMap<>();
        for (int threads : new int[] {1, cores}) {
            training.put(threads, new Series("training, threads of libtorch: " + threads, here));
        }
        for (int round = -Math.min(WARM_UP_ROUNDS, rounds); round < rounds; round++) {
            boolean counts = round >= 0;
            List<Trajectory> written = new ArrayList<>();
            generation.run(
                    counts,
                    () -> {
                        written.addAll(workload.generate());
                        return written.stream().mapToInt(Trajectory::responseLength).sum();
                    });
            training.forEach(
                    (threads, series) -> {
                        JniUtils.setNumThreads(threads); // of this thread
                        series.run(counts, () -> workload.train(written));
                    });
            if (eager.isPresent()) {
                EagerPyTorch other = eager.get();
                generation.compare(counts, Math.max(other.generate(1), other.generate(cores)));
                double trained = Math.max(other.train(1), other.train(cores));
                training.values().forEach(series -> series.compare(counts, trained));
            }
        }
        generation.report(console, profile);
        training.values().forEach(series -> series.report(console, profile));
    }
}
