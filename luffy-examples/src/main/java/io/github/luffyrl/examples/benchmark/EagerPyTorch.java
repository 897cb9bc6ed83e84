package io.github.luffyrl.examples.benchmark;

import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The same work in eager PyTorch, in a Python process that runs one round per request. */
final class EagerPyTorch implements AutoCloseable {

    private static final String SCRIPT = "/benchmark/eager.py";

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter requests;
    private final String version;

    private EagerPyTorch(Process process) throws IOException {
        this.process = process;
        answers = process.inputReader(StandardCharsets.UTF_8);
        requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        version = answer();
    }

    /**
     * Starts the first Python that has torch.
     *
     * @param pythons commands or paths
     * @param folder where the script goes
     * @return the process; empty if none has torch
     */
    static Optional<EagerPyTorch> start(
            List<String> pythons, Path folder, CausalLmConfig model, Workload.Sizes sizes)
            throws IOException {
        for (String python : pythons) {
            if (hasTorch(python)) {
                Path script = folder.resolve("eager.py");
                try (InputStream in = EagerPyTorch.class.getResourceAsStream(SCRIPT)) {
                    Files.copy(Objects.requireNonNull(in, SCRIPT), script);
                }
                ProcessBuilder builder =
                        new ProcessBuilder(python, script.toString(), json(model, sizes));
                return Optional.of(
                        new EagerPyTorch(
                                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start()));
            }
        }
        return Optional.empty();
    }

    private static boolean hasTorch(String python) {
        try {
            Process process =
                    new ProcessBuilder(python, "-c", "import torch")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String json(CausalLmConfig model, Workload.Sizes sizes) {
        return String.format(
                Locale.ROOT,
                "{\"vocab\": %d, \"width\": %d, \"inner\": %d, \"layers\": %d, \"heads\": %d,"
                        + " \"kv_heads\": %d, \"head_dim\": %d, \"theta\": %s, \"eps\": %s,"
                        + " \"groups\": %d, \"group_size\": %d, \"prompt\": %d, \"new\": %d,"
                        + " \"rows\": %d}",
                model.vocabSize(),
                model.hiddenSize(),
                model.intermediateSize(),
                model.layers(),
                model.heads(),
                model.keyValueHeads(),
                model.headDim(),
                model.ropeTheta(),
                model.rmsNormEps(),
                sizes.groups(),
                sizes.groupSize(),
                sizes.contextTokens(),
                sizes.newTokens(),
                sizes.rows());
    }

    /** Such as {@code PyTorch 2.7.1}. */
    String version() {
        return version;
    }

    /** Tokens per second of one round of generation. */
    double generate(int threads) throws IOException {
        return run("generate " + threads);
    }

    /** Tokens per second of a training step. */
    double train(int threads) throws IOException {
        return run("train " + threads);
    }

    private double run(String what) throws IOException {
        requests.println(what);
        return Double.parseDouble(answer());
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the PyTorch script ended; its message is above");
        }
        return line;
    }

    @Override
    public void close() {
        requests.close();
        process.destroy();
    }
}
