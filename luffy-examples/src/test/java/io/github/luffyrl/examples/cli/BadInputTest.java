package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.examples.experiment.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work is told in one line, before anything is written. */
class BadInputTest {

    private static final String GOOD = "{\"prompt\": \"2 + 2?\", \"answer\": \"4\"}\n";
    private static final String LONG = "1".repeat(100);

    @TempDir Path directory;

    private void refuses(int code, String expected, Object... options) {
        Path out = directory.resolve("out");
        CommandResult result = CommandResult.train(out, options);

        assertEquals(code, result.code(), result.toString());
        String message = result.error().replace(directory + "/", "");
        assertTrue(message.startsWith("luffy: " + expected), message);
        assertFalse(Files.exists(out), "a folder is left behind");
        assertFalse(result.out().contains("evaluating"), result.out());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path model() throws IOException {
        return EmbeddedModel.unpack(Files.createDirectories(directory.resolve("m")));
    }

    @Test
    void aModelThatIsNotThere() throws IOException {
        refuses(1, "nope: no such folder; a model is", "--model", directory.resolve("nope"));
        Path file = file("model.bin", "x");
        refuses(1, "model.bin: no such folder; a model is", "--model", file);
    }

    @Test
    void aModelWithAFileMissing() throws IOException {
        for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            Path model = model();
            byte[] bytes = Files.readAllBytes(model.resolve(name));
            Files.delete(model.resolve(name));
            String expected =
                    name.equals("tokenizer.json")
                            ? "m/tokenizer.json: no such file; save the model's fast tokenizer"
                            : "m has no " + name;
            refuses(1, expected, "--model", model);
            Files.write(model.resolve(name), bytes);
            try (var files = Files.list(model)) {
                for (Path path : files.toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private Path modelWith(String setting, String instead) throws IOException {
        Path config = model().resolve("config.json");
        String text = Files.readString(config);
        String changed = text.replaceFirst(setting, instead);
        assertFalse(changed.equals(text), text);
        Files.writeString(config, changed);
        return directory.resolve("m");
    }

    @Test
    void aWeightOfTheWrongShape() throws IOException {
        refuses(
                1,
                "m/model.safetensors: tensor model.layers.0.mlp.gate_proj.weight has shape"
                        + " [176, 64], expected [180, 64]: do config.json",
                "--model",
                modelWith("\"intermediate_size\" *: *176", "\"intermediate_size\": 180"));
    }

    @Test
    void aWeightThatIsMissing() throws IOException {
        refuses(
                1,
                "the weights in m do not fit its config.json: missing"
                        + " [model.layers.2.input_layernorm.weight, ",
                "--model",
                modelWith("\"num_hidden_layers\" *: *2", "\"num_hidden_layers\": 3"));
    }

    @Test
    void aWeightThatIsUnknown() throws IOException {
        refuses(
                1,
                "the weights in m do not fit its config.json: missing [], unknown"
                        + " [model.layers.1.input_layernorm.weight, ",
                "--model",
                modelWith("\"num_hidden_layers\" *: *2", "\"num_hidden_layers\": 1"));
    }

    @Test
    void aLineThatIsNoProblem() throws IOException {
        refuses(1, "a.jsonl:2: not JSON: ", "--data", file("a.jsonl", GOOD + "hello\n"));
        refuses(
                1,
                "a.jsonl:2: no \"answer\" in ",
                "--data",
                file("a.jsonl", GOOD + "{\"prompt\": \"2?\"}\n"));
        refuses(
                1,
                "a.jsonl:2: prompt is empty: \"\"; write the problem's text there",
                "--data",
                file("a.jsonl", GOOD + "{\"prompt\": \"\", \"answer\": 1}\n"));
    }

    @Test
    void aTaskThatThereIsNot() throws IOException {
        refuses(
                2,
                "--task: there is no task 'digits'; there are: digit-machine,"
                        + " digit-machine-own-traces, combination-lock",
                "--task",
                "digits");
        refuses(
                2,
                "--task is embedded, --data is your own: leave one of them out",
                "--task",
                "digit-machine",
                "--data",
                file("a.jsonl", GOOD));
    }

    @Test
    void aFileThatHoldsNoProblems() throws IOException {
        refuses(1, "no.jsonl: no such file", "--data", directory.resolve("no.jsonl"));
        refuses(1, "a.csv: unknown kind of file; supported", "--data", file("a.csv", GOOD));
        refuses(1, "a.jsonl: no problem in there", "--data", file("a.jsonl", ""));
    }

    @Test
    void whatIsLongerThanTheLimits() throws IOException {
        Path good = file("good.jsonl", GOOD);
        String long1 = GOOD + GOOD.replace("2 + 2?", LONG);
        String guided = GOOD + GOOD.replace("}", ", \"demonstrations\": [\"" + LONG + "\"]}");
        refuses(
                1,
                // 100 digits and the end-of-sequence token
                "a demonstration of problem a.jsonl:2 has 101 tokens, more than maxResponseTokens"
                        + " = 76: raise the limit",
                "--data",
                file("a.jsonl", guided));
        String expected =
                "the prompt of problem a.jsonl:2 has 100 tokens, more than maxPromptTokens = 64:"
                        + " raise the limit";
        String limit = "sampling.maxPromptTokens=64";
        Path tooLong = file("a.jsonl", long1);
        refuses(1, expected, "--data", tooLong, "--set", limit);
        refuses(1, expected, "--data", good, "--held-out", tooLong, "--set", limit);
    }

    @Test
    void aRecipeThatIsWrong() throws IOException {
        refuses(
                1,
                "r.yaml:1: unknown key 'stpes'; did you mean 'steps'?",
                "--recipe",
                file("r.yaml", "stpes: 3\n"));
        refuses( // although --set steps=3 comes later
                1,
                "r.yaml:1: steps = \"many\": need a whole number",
                "--recipe",
                file("r.yaml", "steps: many\n"));
        refuses(1, "no.yaml: no such recipe file", "--recipe", directory.resolve("no.yaml"));
        refuses(1, directory + ": no such recipe file", "--recipe", directory);
        Path binary = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xFF});
        refuses(1, "b.yaml: not UTF-8, so no recipe", "--recipe", binary);
    }

    @Test
    void aCommandLineThatIsWrong() {
        refuses(
                2,
                "override 'method=lufy': no method 'lufy'; did you mean 'luffy'?",
                "--method=lufy");
        refuses(2, "Invalid value for option '--seed': 'x' is not a long", "--seed=x");
        refuses(2, "Unknown option: '--foo'; see 'luffy train --help'", "--foo");
        refuses(2, "override 'steps': need key=value, such as steps=20", "--set=steps");
        refuses(
                2,
                "override 'stpes=3': unknown key 'stpes'; did you mean 'steps'?",
                "--set=stpes=3");
        refuses(2, "override 'steps=0': steps = 0: need at least 1", "--set=steps=0");
        refuses(2, "--held-out needs --data", "--held-out=x.jsonl");
    }

    @Test
    void numbersOutOfRangeOfTheOtherCommands() {
        Path out = directory.resolve("out");
        CommandResult steps = CommandResult.of("make-base", "--steps=0", "--out", out);
        CommandResult patience = CommandResult.of("make-base", "--patience=2", "--out", out);
        CommandResult limit = CommandResult.of("evaluate", "--limit=0");
        CommandResult show = CommandResult.of("evaluate", "--show=-1");

        assertFalse(Files.exists(out));
        assertEquals(
                "luffy: steps = 0: need at least 1; see 'luffy make-base --help'", steps.error());
        assertEquals(
                "luffy: patience = 2.0: need 0 to 1; see 'luffy make-base --help'",
                patience.error());
        assertEquals(
                "luffy: --limit = 0: need at least 1; see 'luffy evaluate --help'", limit.error());
        assertEquals(
                "luffy: --show = -1: need at least 0; see 'luffy evaluate --help'", show.error());
        for (CommandResult result : List.of(steps, patience, limit, show)) {
            assertEquals(2, result.code());
        }
    }

    @Test
    void aFolderForTheResultsThatIsNotFree() throws IOException {
        Path file = file("file", "precious");
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("thesis.txt"), "precious");
        for (String command : List.of("train", "make-base")) {
            assertEquals(
                    "luffy: cannot write results to '%s', because it is not empty: name another folder with --out"
                            .formatted(full),
                    refusal(command, full));
            assertEquals(
                    "luffy: cannot write results to '%s', because %s is a file: name another folder with --out"
                            .formatted(file, file),
                    refusal(command, file));
            assertEquals(
                    "luffy: cannot write results to '%s', because %s is a file: name another folder with --out"
                            .formatted(file.resolve("a/b"), file),
                    refusal(command, file.resolve("a/b")));
        }
        assertEquals("precious", Files.readString(file));
        assertEquals("precious", Files.readString(full.resolve("thesis.txt")));
    }

    private static String refusal(String command, Path out) {
        CommandResult result = CommandResult.of(command, "--out", out);
        assertEquals(1, result.code());
        assertEquals("", result.out());
        return result.error();
    }

    @Test
    void noCommandAtAllShowsWhatThereIs() {
        CommandResult result = CommandResult.of();

        assertEquals(2, result.code());
        for (String command : List.of("train", "evaluate", "make-base")) {
            assertTrue(result.err().contains("\n  " + command + " "), result.err());
        }
        assertEquals(2, CommandResult.of("trian").code());
    }
}
