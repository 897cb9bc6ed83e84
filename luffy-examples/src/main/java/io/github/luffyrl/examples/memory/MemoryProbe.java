package io.github.luffyrl.examples.memory;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the peak memory of training steps in a process of its own: how far the highest resident
 * memory is above that of the engine and the JVM alone. Linux only.
 */
final class MemoryProbe {

    private static final int STEPS = 3;
    private static final String MARK = "peak bytes: ";

    private static final MemoryPoint WARM_UP =
            new MemoryPoint(Recomputation.NONE, 1, 16, 4, 16, 16, 2, 4, 0);

    private MemoryProbe() {}

    /** Runs {@link #main} in a fresh process and returns the bytes that it measured. */
    static long measure(MemoryPoint point) throws IOException {
        if (!Files.exists(Path.of("/proc/self/status"))) {
            throw new IOException("memory is measured by /proc/self/status, which only Linux has");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xms128m",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-Dai.djl.offline=true",
                        "-Dai.djl.pytorch.num_threads=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryProbe.class.getName()));
        command.addAll(point.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Without it glibc keeps freed arrays for reuse, which inflates the high-water mark.
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
        Process process = builder.start();
        String output;
        try (var reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            StringBuilder text = new StringBuilder();
            char[] part = new char[4096];
            for (int n = reader.read(part); n >= 0; n = reader.read(part)) {
                text.append(part, 0, n);
            }
            output = text.toString();
        }
        int mark = output.lastIndexOf(MARK);
        if (mark < 0) {
            throw new IOException("the measuring process failed: " + output);
        }
        return Long.parseLong(output.substring(mark + MARK.length()).strip());
    }

    /** Measures one point, in a process of its own. */
    public static void main(String[] arguments) throws IOException {
        train(WARM_UP);
        long before = bytes(ResidentMemory.NOW);
        train(MemoryPoint.parse(arguments));
        System.out.println(MARK + (bytes(ResidentMemory.PEAK) - before));
    }

    private static void train(MemoryPoint point) {
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(new SftLoss()).optOptimizer(AdamW.builder().build());
        try (Model model = CausalLanguageModel.create(point.config());
                LuffyTrainer trainer = new LuffyTrainer(model, config)) {
            ((CausalLm) model.getBlock()).recompute(point.recomputation());
            if (point.adapterRank() > 0) {
                CausalLanguageModel.addAdapter(model, LoraConfig.ofRank(point.adapterRank()), 0);
            }
            trainer.initialize(new Shape(1, 1));
            for (int step = 0; step < STEPS; step++) {
                try (NDManager manager = trainer.getManager().newSubManager();
                        GradientCollector collector = trainer.newGradientCollector()) {
                    BatchArrays batch = batch(manager, point);
                    NDArray loss =
                            trainer.getLoss()
                                    .evaluate(
                                            batch.labels(),
                                            trainer.forward(batch.data(), batch.labels()));
                    collector.backward(loss);
                }
                trainer.step();
            }
        }
    }

    private static BatchArrays batch(NDManager manager, MemoryPoint point) {
        List<TokenRow> rows = new ArrayList<>();
        for (int row = 0; row < point.rows(); row++) {
            int[] tokens = new int[point.tokens() + 1];
            Arrays.setAll(tokens, i -> 2 + (i * 7) % (point.vocabulary() - 2));
            Tokens ids = Tokens.of(tokens);
            rows.add(TokenRow.supervised(ids.first(1), ids.slice(1, ids.length())));
        }
        return BatchArrays.of(manager, rows, (long) point.rows() * point.tokens(), point.rows(), 1);
    }

    private static long bytes(String field) throws IOException {
        return ResidentMemory.bytes(field)
                .orElseThrow(() -> new IOException("/proc/self/status has no " + field));
    }
}
