package io.github.luffyrl.rewards.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void afterTheTimeLimitTheWholeTreeIsKilled() throws IOException {
        Path pids = directory.resolve("pids");
        CommandReward reward =
                shell("sleep 1000 & echo $! >" + pids + "; (sleep 1000; true); true")
                        .optTimeLimit(Duration.ofMillis(300))
                        .build();
        assertEquals(Reward.WRONG.withPart("timeout", 1), score(reward, ""));
        assertFalse(alive(pids));
        assertEquals(
                0,
                ProcessHandle.current()
                        .descendants()
                        .filter(p -> p.info().command().orElse("").endsWith("sleep"))
                        .count());
    }

    @Test
    void whatIsLeftInTheBackgroundIsKilled() throws IOException {
        Path pids = directory.resolve("pids");
        CommandReward reward =
                shell("sleep 1000 & echo $! >" + pids + "; sleep 0.3; exit 0").build();
        assertEquals(Reward.RIGHT, score(reward, ""));
        assertFalse(alive(pids));
    }

    private static boolean alive(Path pids) throws IOException {
        long pid = Long.parseLong(Files.readString(pids).strip());
        Path state = Path.of("/proc/" + pid + "/stat");
        if (Files.exists(state) && Files.readString(state).contains(") Z ")) {
            return false; // dead, and not yet taken notice of by the first process
        }
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
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
