package io.github.luffyrl.rewards.code;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Lets a command of the user judge a completion, in a process of its own: for code tasks, run the
 * tests there. The command is started in an empty directory that holds
 *
 * <ul>
 *   <li>{@code completion.txt}, the completion, which is its standard input as well,
 *   <li>{@code answer.txt}, the problem's answer: tests, expected output, whatever the data has,
 *   <li>{@code prompt.txt}, the last message of the prompt,
 * </ul>
 *
 * and is deleted afterwards. A completion whose command runs out of time, memory or output is
 * wrong, with the part {@code timeout} or {@code outputLimit} (out of memory, a program usually
 * fails by itself). At its end everything that the command started is killed.
 *
 * <p>Where the system has namespaces for users (most Linux systems), the command gets namespaces of
 * its own: what it starts ends with it, it sees no other process, and it has no network, not even
 * the machine's own addresses, unless {@link Builder#optNetwork} allows it. Elsewhere the processes
 * are found by descent, session and environment, which a hostile program can evade, and the network
 * is open; a warning says so once. The command sees a few environment variables, see {@link
 * Builder#optEnvironment}; {@code HOME} and {@code TMPDIR} are the directory of the completion.
 *
 * <pre>{@code
 * RewardFunction reward = CommandReward.builder("python3", "/home/me/run_tests.py")
 *         .optTimeLimit(Duration.ofSeconds(10))
 *         .optMemoryLimit(1L << 30)
 *         .build();
 * }</pre>
 *
 * <p>Files are not contained: the command reads and writes what its user may. To run what a model
 * writes without any risk, let the command start a container or a virtual machine.
 */
public final class CommandReward implements RewardFunction {

    /** Variables that tell programs how to run, and nothing about the user. */
    private static final List<String> VISIBLE =
            List.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SystemRoot", "PATHEXT");

    private final List<String> command;
    private final ProcessLimits limits;
    private final ScoreSource score;
    private final Containment containment;
    private final Set<String> visible;

    private CommandReward(Builder builder) {
        command = builder.command;
        limits = new ProcessLimits(builder.time, builder.memory, builder.output);
        score = builder.score;
        containment = builder.containment.get();
        visible = builder.visible;
        limits.check();
    }

    /**
     * Creates a builder.
     *
     * @param command the program and its arguments; relative file names are looked up in the
     *     directory of the completion, so use absolute ones
     * @return the builder
     */
    public static Builder builder(String... command) {
        return new Builder(List.of(command));
    }

    /**
     * Scores one completion.
     *
     * @throws UncheckedIOException if the command cannot be started
     * @throws IllegalStateException if the command is not found or no program (exit codes 126 and
     *     127), if a number was asked for and the last line is none, or if the calling thread is
     *     interrupted
     */
    @Override
    public Reward score(Problem problem, Completion completion) {
        try (Workspace workspace = Workspace.create()) {
            Path directory = workspace.directory();
            List<ChatMessage> prompt = problem.prompt();
            Files.writeString(directory.resolve("completion.txt"), encodable(completion.text()));
            Files.writeString(directory.resolve("answer.txt"), encodable(problem.answer()));
            Files.writeString(
                    directory.resolve("prompt.txt"),
                    encodable(prompt.get(prompt.size() - 1).content()));
            return score.reward(
                    limits.run(command, containment, environment(directory), workspace), problem);
        } catch (IOException e) {
            throw new UncheckedIOException("problem " + problem.id() + ": " + e.getMessage(), e);
        }
    }

    private Map<String, String> environment(Path directory) {
        Map<String, String> environment = new TreeMap<>();
        for (String name : visible) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putIfAbsent("HOME", directory.toString());
        environment.putIfAbsent("TMPDIR", directory.toString());
        return environment;
    }

    /** Halves of characters, which a model can write, have no place in a file. */
    private static String encodable(String text) {
        StringBuilder encodable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(encodable::appendCodePoint);
        return encodable.toString();
    }

    /** Builds a {@link CommandReward}. */
    public static final class Builder {

        private final List<String> command;
        private Duration time = Duration.ofSeconds(10);
        private long memory;
        private long output = 16L << 20;
        private ScoreSource score = ScoreSource.EXIT_CODE;
        private Supplier<Containment> containment = () -> Containment.of(false);
        private final Set<String> visible = new TreeSet<>(VISIBLE);

        private Builder(List<String> command) {
            if (command.isEmpty()) {
                throw new IllegalArgumentException("the command is empty");
            }
            this.command = command;
        }

        /**
         * Sets how long the command may run; 10 seconds by default.
         *
         * @param limit above 0
         * @return this builder
         */
        public Builder optTimeLimit(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("time limit " + limit + ": need one above 0");
            }
            time = limit;
            return this;
        }

        /**
         * Limits the address space of each process, by {@code ulimit -v} of the shell, so on Linux
         * alone; no limit by default. A JVM reserves far more than it uses.
         *
         * @param bytes at least 1 MiB
         * @return this builder
         */
        public Builder optMemoryLimit(long bytes) {
            if (bytes < 1L << 20) {
                throw new IllegalArgumentException(
                        "memory limit " + bytes + " bytes: need at least 1 MiB");
            }
            memory = bytes;
            return this;
        }

        /**
         * Sets how much the command may print on standard output and error; 16 MiB by default.
         *
         * @param bytes at least 1
         * @return this builder
         */
        public Builder optOutputLimit(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("output limit " + bytes + ": need at least 1");
            }
            output = bytes;
            return this;
        }

        /**
         * Sets what tells the score; the exit code by default.
         *
         * @param source where it is read
         * @return this builder
         */
        public Builder optScore(ScoreSource source) {
            score = source;
            return this;
        }

        /**
         * Lets the command use the network, which it cannot by default where the system has
         * namespaces.
         *
         * @return this builder
         */
        public Builder optNetwork() {
            containment = () -> Containment.of(true);
            return this;
        }

        /**
         * Lets the command see more environment variables than {@code PATH, LANG, LC_ALL, LC_CTYPE}
         * and {@code TZ}.
         *
         * @param names such as {@code JAVA_HOME}; those that are not set stay so
         * @return this builder
         */
        public Builder optEnvironment(String... names) {
            visible.addAll(List.of(names));
            return this;
        }

        Builder containment(Containment other) {
            containment = () -> other;
            return this;
        }

        /**
         * Builds the reward.
         *
         * @return the reward
         * @throws UnsupportedOperationException if memory cannot be limited here
         */
        public CommandReward build() {
            return new CommandReward(this);
        }
    }
}
