package io.github.luffyrl.rewards.code;

import io.github.luffyrl.rewards.code.CommandResult.End;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command within limits.
 *
 * @param time on the clock
 * @param memory address space of each process in bytes; 0 for no limit
 * @param output bytes the command may print
 */
record ProcessLimits(Duration time, long memory, long output) {

    private static final int LONGEST_PAUSE_MILLIS = 20;
    private static final int LAST_LINE_BYTES = 4096;

    /**
     * Checks that the shell can limit the memory of processes.
     *
     * @throws UnsupportedOperationException if it cannot
     */
    void check() {
        try {
            if (memory == 0
                    || new ProcessBuilder(limited(List.of("true"))).start().waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            throw noMemoryLimit(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        throw noMemoryLimit(null);
    }

    private UnsupportedOperationException noMemoryLimit(@Nullable Throwable cause) {
        return new UnsupportedOperationException(
                "memory limit "
                        + memory
                        + " bytes: the shell of this system cannot set it (ulimit -v); leave it out"
                        + " and let the command limit itself, for example by a container",
                cause);
    }

    CommandResult run(
            List<String> command,
            Containment containment,
            Map<String, String> environment,
            Workspace workspace)
            throws IOException {
        requireProgram(command.get(0), workspace);
        File output = workspace.output().toFile();
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder =
                new ProcessBuilder(containment.around(limited(command)))
                        .directory(workspace.directory().toFile())
                        .redirectInput(workspace.directory().resolve("completion.txt").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(ProcessFamily.MARK, mark);
        Process process = builder.start();
        ProcessFamily family = new ProcessFamily(process, mark, containment.whole());
        workspace.attach(family);
        try {
            End end = await(process, output, family);
            return end == End.EXITED
                    ? new CommandResult(end, process.exitValue(), lastLine(output))
                    : new CommandResult(end, -1, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a command was running", e);
        } finally {
            family.kill();
        }
    }

    /** A shell is around the command, which would report a missing program as its own failure. */
    private static void requireProgram(String program, Workspace workspace) throws IOException {
        boolean named = program.contains("/");
        if (named && !Files.exists(workspace.directory().resolve(program))) {
            throw new FileNotFoundException(program + ": no such program");
        }
    }

    private List<String> limited(List<String> command) {
        if (memory == 0) {
            return command;
        }
        List<String> limited =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "ulimit -v \"$0\" && exec \"$@\"",
                                Long.toString(memory >> 10)));
        limited.addAll(command);
        return limited;
    }

    private End await(Process process, File file, ProcessFamily family)
            throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long pause = 1;
        while (!process.waitFor(pause, TimeUnit.MILLISECONDS)) {
            family.look();
            if (file.length() > output) {
                return End.TOO_MUCH_OUTPUT;
            }
            if (System.nanoTime() - end >= 0) {
                return End.TIMED_OUT;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        return file.length() > output ? End.TOO_MUCH_OUTPUT : End.EXITED;
    }

    private static String lastLine(File output) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(output, "r")) {
            int length = (int) Math.min(LAST_LINE_BYTES, file.length());
            byte[] end = new byte[length];
            file.seek(file.length() - length);
            file.readFully(end);
            String[] lines = new String(end, StandardCharsets.UTF_8).strip().split("\\R", -1);
            return lines[lines.length - 1].strip();
        }
    }
}
