package io.github.luffyrl.examples.benchmark;

import ai.djl.pytorch.jni.JniUtils;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.model.ComputedTokens;
import io.github.luffyrl.examples.benchmark.Workload.Sizes;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.memory.ResidentMemory;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures generation and training, alternating with eager PyTorch so that other load on the
 * machine affects both.
 *
 * @param size of the model and its steps
 * @param kinds of work, one after the other
 * @param rounds number of measured rounds, at least 1; medians are reported
 * @param pythons commands to try; the first whose Python has torch runs eager PyTorch
 * @param profile whether to report where the time goes
 */
public record Benchmark(
        ModelSize size, List<WorkKind> kinds, int rounds, List<String> pythons, boolean profile) {

    private static final String GENERATION_THREADS = "rollout-"; // as ModelPolicy names them

    /** Copies the lists. */
    public Benchmark {
        kinds = List.copyOf(kinds);
        pythons = List.copyOf(pythons);
    }

    /**
     * Runs it.
     *
     * @param console where the figures go
     * @throws IOException when the PyTorch script fails
     */
    public void run(Console console) throws IOException {
        console.say(
                "%s: %.1f M parameters, %d layers of width %d, random weights, float32",
                size,
                Products.weights(size.config()) / 1e6,
                size.config().layers(),
                size.config().hiddenSize());
        for (WorkKind kind : kinds) {
            run(kind, console);
        }
    }

    private void run(WorkKind kind, Console console) throws IOException {
        Sizes sizes = kind.sizes(size.rows(), size.responseTokens());
        console.say(
                "%n%s: %d x %d rows of %d + %d tokens",
                kind, sizes.groups(), sizes.groupSize(), sizes.contextTokens(), sizes.newTokens());
        ResidentMemory.forgetPeak();
        try (TemporaryFolder folder = TemporaryFolder.create();
                Workload workload = new Workload(size, sizes)) {
            int before = JniUtils.getNumThreads();
            Optional<EagerPyTorch> eager =
                    size.compared()
                            ? EagerPyTorch.start(pythons, folder.path(), size.config(), sizes)
                            : Optional.empty();
            try {
                measure(workload, eager, console);
            } finally {
                eager.ifPresent(EagerPyTorch::close);
                JniUtils.setNumThreads(before);
            }
        }
    }

    private void measure(Workload workload, Optional<EagerPyTorch> eager, Console console)
            throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        console.say("compared with %s", opponent(eager, cores));
        Throughput generation = new Throughput("generation, threads: " + cores, GENERATION_THREADS);
        String here = Thread.currentThread().getName();
        Map<Integer, Throughput> training = new TreeMap<>();
        for (int threads : size.trainingThreads(cores)) {
            training.put(
                    threads, new Throughput("training, threads of libtorch: " + threads, here));
        }
        for (int round = -Math.min(size.warmUpRounds(), rounds); round < rounds; round++) {
            boolean counts = round >= 0;
            String progress = counts ? "round " + (round + 1) + " of " + rounds : "warm-up";
            console.pass(progress + ": generating");
            List<Trajectory> responses = new ArrayList<>();
            generation.run(
                    counts,
                    () -> {
                        responses.addAll(workload.generate());
                        return workload.generated(responses);
                    });
            generation.product(counts, Products.measure(workload.manager(), cores));
            console.pass(progress + ": training");
            training.forEach(
                    (threads, throughput) -> {
                        JniUtils.setNumThreads(threads); // of this thread
                        throughput.run(counts, () -> workload.train(responses));
                        throughput.product(counts, Products.measure(workload.manager(), threads));
                    });
            if (eager.isPresent()) {
                console.pass(progress + ": PyTorch");
                compare(counts, eager.get(), cores, generation, training);
            }
        }
        generation.report(console, profile);
        training.values().forEach(throughput -> throughput.report(console, profile));
        report(workload.computed(), console);
    }

    private String opponent(Optional<EagerPyTorch> eager, int cores) {
        if (eager.isPresent()) {
            return String.format(
                    Locale.ROOT,
                    "eager %s, the faster of 1 and %d threads",
                    eager.get().version(),
                    cores);
        }
        return size.compared()
                ? "nothing: no Python with torch"
                : "nothing: two such models are too large for many machines";
    }

    private static void compare(
            boolean counts,
            EagerPyTorch eager,
            int cores,
            Throughput generation,
            Map<Integer, Throughput> training)
            throws IOException {
        generation.compare(counts, Math.max(eager.generate(1), eager.generate(cores)));
        double trained = Math.max(eager.train(1), eager.train(cores));
        training.values().forEach(throughput -> throughput.compare(counts, trained));
    }

    private static void report(ComputedTokens computed, Console console) {
        console.say(
                "training computed %.0f %% of the rows' tokens; padding was %.1f %% of them",
                100 * computed.share(), 100 * computed.paddingShare());
        console.say("peak %s %.0f MiB", ResidentMemory.peakKind(), ResidentMemory.peakMebibytes());
    }
}
