package io.github.luffyrl.rewards.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and all that it started, directly or not. They are known by descent, and on Linux,
 * where a process may cut its descent, by the session and by a mark in the environment.
 */
final class ProcessFamily {

    /** The name of the mark. */
    static final String MARK = "LUFFY_COMMAND";

    private static final Path PROC = Path.of("/proc");
    private static final int LAST_BREATH_MILLIS = 200;
    private static final long MOST_NANOS = 5_000_000_000L; // for what starts as many as are killed
    private static final long PAUSE_NANOS = 3_000_000;
    private static final int QUIET_ROUNDS = 3; // a process shows no environment while it execs
    private static final int SESSION_FIELD = 3;
    private static final String DEAD = "Z";

    private final Process first;
    private final String mark;
    private final boolean whole;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    /**
     * Creates a family.
     *
     * @param mark value of {@link #MARK} in the environment of the first
     * @param whole whether the end of the first one ends all
     */
    ProcessFamily(Process first, String mark, boolean whole) {
        this.first = first;
        this.mark = mark;
        this.whole = whole;
        seen.add(first.toHandle());
    }

    /** Takes notice of those that are there now. */
    synchronized void look() {
        first.descendants().forEach(seen::add);
    }

    /** Ends all. */
    synchronized void kill() {
        look();
        if (whole) {
            // the kernel ends a namespace with its first process, and that with its parent
            seen.forEach(ProcessHandle::destroyForcibly);
            seen.forEach(ProcessFamily::await);
            return;
        }
        int quiet = 0;
        long end = System.nanoTime() + MOST_NANOS;
        while (quiet < QUIET_ROUNDS && System.nanoTime() < end) {
            Set<ProcessHandle> alive = alive();
            alive.forEach(ProcessHandle::destroyForcibly);
            quiet = alive.isEmpty() ? quiet + 1 : 0;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Set<ProcessHandle> alive() {
        Set<ProcessHandle> alive = new LinkedHashSet<>();
        for (ProcessHandle process : Set.copyOf(seen)) {
            process.descendants().forEach(seen::add);
        }
        seen.stream().filter(ProcessFamily::isAlive).forEach(alive::add);
        if (Files.isDirectory(PROC)) {
            addMarked(alive);
        }
        return alive;
    }

    private void addMarked(Set<ProcessHandle> alive) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (isOurs(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(alive::add);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + PROC, e);
        }
    }

    /** One that is dead counts as alive for the JDK until its parent takes notice. */
    private static boolean isAlive(ProcessHandle process) {
        if (!process.isAlive() || !Files.isDirectory(PROC)) {
            return process.isAlive();
        }
        try {
            return !status(PROC.resolve(Long.toString(process.pid())))[0].equals(DEAD);
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    /** What follows the name: state, parent, group, session and more. */
    private static String[] status(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    private boolean isOurs(Path process) {
        try {
            String[] fields = status(process);
            if (fields[0].equals(DEAD)) {
                return false;
            }
            String environment =
                    Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return fields[SESSION_FIELD].equals(Long.toString(first.pid()))
                    || ("\0" + environment).contains("\0" + MARK + "=" + mark + "\0");
        } catch (IOException e) {
            return false; // it ended, or is another user's
        }
    }

    /** Killed processes end soon, but one that nobody waits for may be listed for ever. */
    private static void await(ProcessHandle killed) {
        killed.onExit().completeOnTimeout(killed, LAST_BREATH_MILLIS, TimeUnit.MILLISECONDS).join();
    }
}
