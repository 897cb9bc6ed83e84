package io.github.luffyrl.examples.comparison;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Several cells at once, each in a process of its own, since a JVM can run one training at a time.
 * A process has its share of the cores. Its standard input is a pipe from this process: when that
 * ends, so does the child, see {@link #endWithParent}.
 *
 * @param jobs how many at once, at least 1
 * @param command of this program that runs one cell, to which {@code --only} and the name of the
 *     cell are added
 */
public record CellProcesses(int jobs, List<String> command) implements Workers {

    /** System property of the processes that are started here. */
    public static final String CHILD = "luffy.compare.child";

    private static final int POLL_MILLIS = 100;
    private static final int PATIENCE_SECONDS = 60;
    private static final int SHOWN_CHARACTERS = 500;

    /** Checks the number. */
    public CellProcesses {
        command = List.copyOf(command);
        if (jobs < 1) {
            throw new IllegalArgumentException("jobs = " + jobs + ": need at least 1");
        }
    }

    @Override
    public void run(List<Cell> cells, Path comparison, Listener listener) throws IOException {
        Queue<Cell> waiting = new ArrayDeque<>(cells);
        Map<Cell, Process> running = new LinkedHashMap<>();
        try {
            while (!waiting.isEmpty() || !running.isEmpty()) {
                while (running.size() < jobs && !waiting.isEmpty()) {
                    Cell next = waiting.remove();
                    running.put(next, start(next, comparison));
                    listener.onBegin(next);
                }
                Thread.sleep(POLL_MILLIS);
                for (Cell cell : List.copyOf(running.keySet())) {
                    Process process = running.get(cell);
                    if (process != null && !process.isAlive()) {
                        running.remove(cell);
                        listener.onEnd(cell, failure(process, log(cell, comparison)));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted; the same command resumes");
        } finally {
            end(running.values());
        }
    }

    private Process start(Cell cell, Path comparison) throws IOException {
        Path log = log(cell, comparison);
        Files.createDirectories(log.getParent());
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(CellProcesses::inherited)
                .forEach(all::add);
        int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / jobs);
        all.add("-XX:ActiveProcessorCount=" + cores);
        all.add("-D" + CHILD + "=true");
        all.addAll(List.of("-cp", System.getProperty("java.class.path")));
        all.addAll(command);
        all.add("--only=" + cell.name());
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Memory and properties, but no agent or debugger, whose port would be taken. */
    private static boolean inherited(String argument) {
        return (argument.startsWith("-X") && !argument.startsWith("-Xrun"))
                || argument.startsWith("-D")
                || argument.startsWith("--add-")
                || argument.startsWith("--enable-");
    }

    private static Path log(Cell cell, Path comparison) {
        return comparison.resolve("logs").resolve(cell.name().replace('/', '-') + ".txt");
    }

    private static String failure(Process process, Path log) throws IOException {
        if (process.exitValue() == 0) {
            return "";
        }
        String text = Files.readString(log).strip();
        String last = text.substring(text.lastIndexOf('\n') + 1);
        return (last.length() > SHOWN_CHARACTERS ? last.substring(0, SHOWN_CHARACTERS) : last)
                + " (exit code "
                + process.exitValue()
                + ", "
                + log
                + ")";
    }

    /** Each ends in order, as {@code kill} lets it. */
    private static void end(Iterable<Process> processes) {
        processes.forEach(Process::destroy);
        long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean interrupted = Thread.interrupted();
        for (Process process : processes) {
            try {
                boolean ended = process.waitFor(latest - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                process.destroyForcibly();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends this process in order when the one that started it is gone, however that ended: a run
     * that nobody waits for would keep its folder from being resumed.
     */
    public static void endWithParent() {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                while (System.in.read() >= 0) {
                                    // nothing is sent
                                }
                            } catch (IOException e) {
                                // the pipe is broken: as good as its end
                            }
                            System.exit(1);
                        },
                        "end with parent");
        thread.setDaemon(true);
        thread.start();
    }
}
