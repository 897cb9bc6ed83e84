package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    @TempDir Path directory;

    private CommandResult compare(Object... options) {
        Object[] all = new Object[options.length + 5];
        all[0] = "compare";
        all[1] = "--out=" + directory.resolve("c");
        all[2] = "--set=steps=1";
        all[3] = "--set=promptsPerStep=2";
        all[4] = "--set=evaluation.problems=4";
        System.arraycopy(options, 0, all, 5, options.length);
        return CommandResult.of(all);
    }

    @Test
    void methodsAreComparedAndFinishedRunsAreNotRepeated() throws IOException {
        Path mine = Files.writeString(directory.resolve("mine.yaml"), "method: mixed\n");
        Path weights = directory.resolve("c/grpo-seed-0/checkpoint/model.safetensors");

        CommandResult first = compare("--methods=grpo," + mine, "--seeds=0,1");
        assertEquals(0, first.code(), first.err());
        Object made = Files.getLastModifiedTime(weights);
        // a run that was killed, and one that was not begun
        Files.delete(directory.resolve("c/mine-seed-1/result.json"));
        CommandResult second = compare("--methods=grpo," + mine, "--seeds=0,1,2");

        assertEquals(0, second.code(), second.err());
        assertEquals(made, Files.getLastModifiedTime(weights));
        assertTrue(second.out().contains("grpo-seed-0, run 1 of 6: finished earlier"));
        assertTrue(second.out().contains("mine-seed-1, run 5 of 6"));
        List<String> table = Files.readAllLines(directory.resolve("c/comparison.txt"));
        assertEquals(6, table.size());
        assertTrue(table.get(5).matches("FLOPs, mean +- +[0-9.e+]+ +[0-9.e+]+"), table.get(5));
        assertTrue(table.get(0).matches("solved, .* +before +grpo +mine"), table.get(0));
        assertTrue(table.get(1).matches("hard, trained on +0.0 \\+- 0.0 .*"), table.get(1));
        assertTrue(second.out().contains(table.get(3)), second.out());
        List<String> csv = Files.readAllLines(directory.resolve("c/comparison.csv"));
        assertEquals(1 + 2 * 3 * 4, csv.size());
        assertTrue(csv.get(1).startsWith("grpo,0,\"hard, trained on\",0.0,"), csv.get(1));
        assertTrue(Files.size(directory.resolve("c/comparison.png")) > 1000);
    }

    @Test
    void aFinishedRunOfOtherSettingsIsRefused() {
        assertEquals(0, compare("--methods=grpo", "--seeds=0").code());

        CommandResult other = compare("--methods=grpo", "--seeds=0", "--set=groupSize=4");

        assertEquals(1, other.code());
        assertTrue(other.error().contains("grpo-seed-0 holds a run with other settings"));
    }

    @Test
    void aFolderThatIsNoRunIsNotTouched() throws IOException {
        Path precious = directory.resolve("c/grpo-seed-0/thesis.txt");
        Files.createDirectories(precious.getParent());
        Files.writeString(precious, "precious");

        CommandResult result = compare("--methods=grpo", "--seeds=0");

        assertEquals(1, result.code());
        assertTrue(result.error().contains("holds something else than a run"), result.error());
        assertTrue(Files.exists(precious));
    }

    @Test
    void aWrongMethodIsToldBeforeAnythingStarts() {
        CommandResult result = compare("--methods=grpo,lufy");

        assertEquals(2, result.code());
        assertTrue(result.error().contains("did you mean 'luffy'?"), result.error());
        assertFalse(Files.exists(directory.resolve("c")));
    }
}
