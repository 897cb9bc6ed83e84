package io.github.luffyrl.rewards.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a command is kept together, so that all that it started can be ended, and away from the
 * network: by the strongest means that this system has, found by trial.
 *
 * @param prefix goes before the command
 * @param whole whether all that the command starts ends with it, whatever it does: it has a process
 *     namespace of its own
 * @param offline whether it has no network, the machine's own included
 */
record Containment(List<String> prefix, boolean whole, boolean offline) {

    private static final Logger logger = LoggerFactory.getLogger(CommandReward.class);

    private static final int TRIAL_SECONDS = 5;

    /**
     * The first process of a namespace ignores signals without a handler: the shell is that one.
     */
    private static final List<String> FIRST_PROCESS =
            List.of("/bin/sh", "-c", "\"$@\"; exit $?", "sh");

    private static final List<String> SESSION = List.of("setsid");

    /** Trials start processes, so they are made once. */
    private static final class Found {
        static final Containment OFFLINE = find(true);
        static final Containment ONLINE = find(false);
    }

    Containment {
        prefix = List.copyOf(prefix);
    }

    /** The strongest that works here. */
    static Containment of(boolean network) {
        return network ? Found.ONLINE : Found.OFFLINE;
    }

    /** Without namespaces; for systems that have none, and for tests of what is done there. */
    static Containment session() {
        return new Containment(works(SESSION) ? SESSION : List.of(), false, false);
    }

    private static Containment find(boolean offline) {
        for (List<String> network :
                offline
                        ? List.of(List.of("--net"), List.<String>of())
                        : List.of(List.<String>of())) {
            for (String user : List.of("--map-current-user", "--map-root-user")) {
                for (List<String> proc : List.of(List.of("--mount-proc"), List.<String>of())) {
                    List<String> prefix =
                            new ArrayList<>(
                                    List.of(
                                            "unshare",
                                            "--user",
                                            user,
                                            "--pid",
                                            "--fork",
                                            "--kill-child"));
                    prefix.addAll(proc);
                    prefix.addAll(network);
                    prefix.addAll(FIRST_PROCESS);
                    if (works(prefix)) {
                        return new Containment(prefix, true, !network.isEmpty());
                    }
                }
            }
        }
        logger.warn(
                "commands of rewards run without namespaces, which this system does not allow: they"
                        + " can use the network, and processes that hide may survive them");
        return session();
    }

    private static boolean works(List<String> prefix) {
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        try {
            Process process =
                    new ProcessBuilder(trial)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    List<String> around(List<String> command) {
        List<String> contained = new ArrayList<>(prefix);
        contained.addAll(command);
        return contained;
    }
}
