package io.github.luffyrl.rewards.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class CommandRewardTest {

    private static final Problem PROBLEM = Problem.of("p", "Add them.", "3");

    @TempDir Path directory;

    private static CommandReward.Builder shell(String script) {
        return CommandReward.builder("/bin/sh", "-c", script);
    }

    private static Reward score(CommandReward reward, String completion) {
        return reward.score(PROBLEM, Completion.of(completion));
    }

    @Test
    void exitCodeZeroIsRight() {
        // the completion is a program, here of the shell, and the answer what it has to print
        CommandReward reward =
                shell("test \"$(sh completion.txt)\" = \"$(cat answer.txt)\"").build();
        assertEquals(Reward.RIGHT, score(reward, "expr 1 + 2"));
        assertEquals(Reward.WRONG, score(reward, "expr 1 + 1"));
        assertEquals(Reward.WRONG, score(reward, "no such program"));
    }

    @Test
    void theCompletionIsStandardInputAndThePromptAFile() {
        CommandReward reward =
                shell(
                                "test \"$(cat)\" = 'x\u00e9\ufffd' && test \"$(cat prompt.txt)\" = 'Add them.'")
                        .build();
        assertEquals(Reward.RIGHT, score(reward, "x\u00e9\ud800"));
    }

    @Test
    void theLastLineMayBeTheReward() {
        CommandReward reward = shell("echo hello; cat").optScore(ScoreSource.LAST_LINE).build();
        assertEquals(new Reward(0.25, false), score(reward, "0.25\n"));
        assertEquals(new Reward(1, true), score(reward, "1"));
        Exception error = assertThrows(IllegalStateException.class, () -> score(reward, "well"));
        assertTrue(error.getMessage().contains("problem p"), error.getMessage());
        assertTrue(error.getMessage().contains("\"well\""), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> score(reward, "NaN"));
        CommandReward failing = shell("echo 1; exit 3").optScore(ScoreSource.LAST_LINE).build();
        error = assertThrows(IllegalStateException.class, () -> score(failing, ""));
        assertTrue(error.getMessage().contains("exit code 3"), error.getMessage());
    }

    /** Ways in which programs leave others behind; MARK is what these sleep for. */
    private static final List<String> LEAVING =
            List.of(
                    "sleep MARK & exit 0",
                    "(sleep MARK; true) & sleep 0.1; exit 0",
                    "setsid sleep MARK & exit 0",
                    "(setsid sh -c 'sleep MARK & exit' &) ; exit 0",
                    "(setsid setsid sh -c '(setsid sleep MARK &) &' &) & exit 0",
                    "nohup sleep MARK >/dev/null 2>&1 & exit 0",
                    "i=0; while [ $i -lt 200 ]; do sleep MARK & i=$((i+1)); done; exit 0",
                    "trap '' TERM HUP INT; (trap '' TERM HUP; sleep MARK; true) & exit 0",
                    "python3 -c 'import subprocess; subprocess.Popen([\"sleep\", \"MARK\"])'",
                    "sleep MARK & setsid sleep MARK & sleep MARK"); // into the time limit

    @ParameterizedTest
    @Timeout(240)
    @ValueSource(booleans = {true, false})
    @EnabledOnOs(OS.LINUX)
    void nothingThatACommandStartedSurvivesIt(boolean namespaces) throws IOException {
        Containment containment = namespaces ? Containment.of(false) : Containment.session();
        String mark = "98765." + ProcessHandle.current().pid();
        for (int i = 0; i < 50; i++) {
            String script = LEAVING.get(i % LEAVING.size()).replace("MARK", mark);
            Reward reward =
                    score(
                            shell(script)
                                    .containment(containment)
                                    .optTimeLimit(Duration.ofMillis(1500))
                                    .build(),
                            "");
            assertEquals(script.endsWith(mark), reward.parts().containsKey("timeout"), script);
            assertEquals(List.of(), running(mark), script);
        }
    }

    /** Command lines of living processes with a word in them. */
    private static List<String> running(String word) throws IOException {
        List<String> running = new ArrayList<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String line = commandLine(process);
                if (line.contains(word)) {
                    running.add(line.replace('\0', ' '));
                }
            }
        }
        return running;
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    @Test
    void afterTheTimeLimitACommandIsStopped() {
        CommandReward reward = shell("sleep 1000").optTimeLimit(Duration.ofMillis(300)).build();
        assertEquals(Reward.WRONG.withPart("timeout", 1), score(reward, ""));
    }

    @Test
    void onlyListedVariablesAreSeen() {
        String known = "PATH|LANG|LC_ALL|LC_CTYPE|TZ|HOME|TMPDIR|LUFFY_COMMAND|PWD|OLDPWD|SHLVL|_";
        String others = "env | cut -d= -f1 | grep -vxE '" + known + "'";
        assertEquals(Reward.WRONG, score(shell(others).build(), "")); // grep finds none
        assertEquals(Reward.RIGHT, score(shell("test \"$HOME\" = \"$PWD\"").build(), ""));
        String more =
                System.getenv().keySet().stream()
                        .filter(name -> name.matches("[A-Z]+") && !name.matches(known))
                        .findFirst()
                        .orElseThrow();
        assertEquals(Reward.RIGHT, score(shell(others).optEnvironment(more).build(), ""));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withNamespacesThereIsNoNetwork() {
        assumeTrue(Containment.of(false).offline(), "this system has no network namespaces");
        String count = "test $(grep -c : /proc/net/dev) = 1"; // the loopback device, which is down
        assertEquals(Reward.RIGHT, score(shell(count).build(), ""));
        String connects =
                "python3 -c 'import socket; s=socket.socket(); s.settimeout(1);"
                        + " s.connect((\"127.0.0.1\", 9))' 2>&1 | grep -q unreachable";
        assertEquals(Reward.RIGHT, score(shell(connects).build(), ""));
        assertEquals(Reward.WRONG, score(shell(connects).optNetwork().build(), ""));
    }

    @Test
    void tooMuchOutputIsStopped() {
        CommandReward reward = shell("yes").optOutputLimit(1000).build();
        assertEquals(Reward.WRONG.withPart("outputLimit", 1), score(reward, ""));
        assertEquals(Reward.RIGHT, score(shell("echo hi").optOutputLimit(3).build(), ""));
        assertEquals(
                Reward.WRONG.withPart("outputLimit", 1),
                score(shell("echo hi").optOutputLimit(2).build(), ""));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryIsLimited() {
        // the shell has to hold the text; 300 MB do not fit into 64 MB
        String hungry = "x=$(head -c 300000000 /dev/zero | tr '\\0' a); test ${#x} -gt 0";
        assertEquals(Reward.WRONG, score(shell(hungry).optMemoryLimit(64L << 20).build(), ""));
        assertEquals(Reward.RIGHT, score(shell("true").optMemoryLimit(64L << 20).build(), ""));
    }

    @Test
    void aCommandThatCannotRunIsAnErrorAndNotAWrongAnswer() {
        CommandReward missing = CommandReward.builder("/no/such/program").build();
        Exception error = assertThrows(UncheckedIOException.class, () -> score(missing, ""));
        assertTrue(error.getMessage().contains("/no/such/program"), error.getMessage());
        CommandReward limited = shell("/no/such/program").build();
        error = assertThrows(IllegalStateException.class, () -> score(limited, ""));
        assertTrue(error.getMessage().contains("127"), error.getMessage());
    }

    @Test
    void nothingIsLeftOnTheDisk() throws IOException {
        Path seen = directory.resolve("seen");
        score(shell("mkdir -p a/b; echo x >a/b/c; ln -s / root; pwd >" + seen).build(), "");
        assertFalse(Files.exists(Path.of(Files.readString(seen).strip()).getParent()));
        assertTrue(Files.exists(Path.of("/")));
    }

    @Test
    void impossibleLimitsAreRejected() {
        CommandReward.Builder builder = shell("true");
        assertThrows(IllegalArgumentException.class, () -> builder.optTimeLimit(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.optMemoryLimit(1));
        assertThrows(IllegalArgumentException.class, () -> builder.optOutputLimit(0));
        assertThrows(IllegalArgumentException.class, () -> CommandReward.builder());
    }
}
