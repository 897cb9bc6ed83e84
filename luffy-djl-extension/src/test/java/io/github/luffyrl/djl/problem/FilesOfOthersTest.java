package io.github.luffyrl.djl.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as other programs write them, and in the layouts of known data sets. */
class FilesOfOthersTest {

    @TempDir Path dir;

    private static Path file(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(
                                    FilesOfOthersTest.class.getResource("/problem-files/" + name))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Problem> read(Path file, String... settings) throws IOException {
        ReadingOptions options = Recipe.of(List.of(settings)).data().reading();
        return ProblemReader.read(List.of(file.toString()), options).problems();
    }

    private static Problem only(String name, String... settings) throws IOException {
        List<Problem> problems = read(file(name), settings);
        assertEquals(1, problems.size());
        return problems.get(0);
    }

    private static String refusal(Path file, String... settings) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(file, settings))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "answer_big.jsonl, 123456789012345678901234567890",
        "answer_exp.jsonl, 1000",
        "answer_float.jsonl, 0.10",
        "answer_int.jsonl, 5",
        "comp_gzip.parquet, 5",
        "comp_lz4.parquet, 5",
        "comp_none.parquet, 5",
        "comp_snappy.parquet, 5",
        "comp_zstd.parquet, 5",
        "dapo17k.parquet, 34",
        "dict_encoded.parquet, 5",
        "gsm8k_verl.parquet, 72",
        "gt_float.parquet, 0.1",
        "gt_int.parquet, 5",
        "index_int32.parquet, 5",
        "index_string.parquet, 5",
        "large_string.parquet, 5",
        "luffy_train.parquet, 5",
        "msg_extra_keys.jsonl, 5",
        "msg_null_extra.jsonl, 5",
        "ndjson.ndjson, 5",
        "no_newline_end.jsonl, 5",
        "parts.jsonl, 5",
        "prompt_parts.parquet, 5",
        "prompt_string.parquet, 5",
        "prompt_tool_calls.parquet, 5",
        "target_lst_null.parquet, 5",
        "upper.JSONL, 5"
    })
    void oneProblem(String name, String answer) throws IOException {
        assertEquals(answer, only(name).answer());
    }

    @ParameterizedTest
    @CsvSource({
        "blank_lines.jsonl, 2",
        "bom.jsonl, 2",
        "cr_only.jsonl, 2",
        "crlf.jsonl, 2",
        "dup.jsonl, 3",
        "gz.jsonl.gz, 2",
        "gz_named.jsonl, 2",
        "json_array.json, 2",
        "json_array.jsonl, 2",
        "noncompliant_list.parquet, 3",
        "u2028.jsonl, 2",
        "v2pages.parquet, 3"
    })
    void severalProblems(String name, int count) throws IOException {
        List<Problem> problems = read(file(name));

        assertEquals(count, problems.size());
        problems.forEach(problem -> assertEquals("5", problem.answer()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "answer_bool.jsonl|:1: answer must be a string or a number, but is true",
                "answer_list.jsonl|:1: answer must be a string or a number, but is [\"5\",\"five\"]",
                "answer_null.jsonl|:2: no \"answer\"",
                "bomb_dict.parquet|: row 0: more than data.maxCharacters = 1000000 characters",
                "comment.jsonl|:1: not JSON",
                "comp_brotli.parquet|: the codec brotli is not there: add a library with the class"
                        + " org.apache.hadoop.io.compress.BrotliCodec",
                "csv.csv|: unknown kind of file",
                "deep.jsonl|:1: Document nesting depth",
                "fake.parquet|: not a Parquet file that can be read: it is not a Parquet file",
                "gsm8k.jsonl|name its field: data.fields.prompt=.. (it has answer, question)",
                "gt_list.parquet|: row 0: reward_model.ground_truth must be a string or a number",
                "latin1.jsonl|: not UTF-8",
                "pretty.jsonl|:1: not JSON",
                "target_string.parquet|target must be a list, or named by data.fields",
                "truncated.parquet|: not a Parquet file",
                "utf16.jsonl|: UTF-16; convert the file to UTF-8"
            })
    void refused(String name, String fault) {
        Path file = file(name);
        String message = refusal(file);

        assertTrue(message.startsWith(file.toString()), message);
        assertTrue(message.contains(fault), message);
    }

    @Test
    void partsOfAMessageAreOneText() throws IOException {
        for (String name : List.of("parts.jsonl", "prompt_parts.parquet")) {
            String text = name.endsWith("l") ? "What is 2+3?" : "q";
            assertEquals(List.of(ChatMessage.user(text)), only(name).prompt(), name);
        }
        Path file =
                write(
                        "{\"prompt\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\","
                                + " \"text\": \"a \"}, {\"type\": \"text\", \"text\": \"b\"}]}],"
                                + " \"answer\": 1}");
        assertEquals(List.of(ChatMessage.user("a b")), read(file).get(0).prompt());
    }

    @Test
    void anAssistantsTurnAtTheEndIsContinued() throws Exception {
        Path model =
                Path.of(
                        Objects.requireNonNull(getClass().getResource("/models/qwen2-tied-f32"))
                                .toURI());
        try (ProblemEncoder encoder = ProblemEncoder.load(model, 100, 100)) {
            String prompt =
                    encoder.tokenizer()
                            .decodeAll(
                                    encoder.encode(only("assistant_last.jsonl"))
                                            .prompt()
                                            .toArray());

            assertTrue(
                    prompt.endsWith(
                            "<|im_start|>user\nWhat is 2+3?<|im_end|>\n"
                                    + "<|im_start|>assistant\nLet me"),
                    prompt);
        }
    }

    @Test
    void nullsAmongFurtherTargetsAreLeftOut() throws IOException {
        assertEquals(
                List.of(Demonstration.of("a"), Demonstration.of("b")),
                only("target_lst_null.parquet").demonstrations());
    }

    @Test
    void theSameRowInBothFormatsIsTheSameProblem() throws IOException {
        Problem parquet = only("gt_float.parquet");
        Problem json =
                read(write(
                                "{\"data_source\": \"x\", \"prompt\": [{\"content\": \"q\","
                                        + " \"role\": \"user\"}], \"reward_model\":"
                                        + " {\"ground_truth\": 0.1, \"style\": \"rule\"}}"))
                        .get(0);
        assertEquals(parquet.prompt(), json.prompt());
        assertEquals(parquet.answer(), json.answer());
        assertEquals(parquet.source(), json.source());
        assertEquals(parquet.attributes(), json.attributes());
    }

    @Test
    void gsm8k() throws IOException {
        List<Problem> problems =
                read(
                        file("layouts/gsm8k.jsonl"),
                        "data.fields.prompt=question",
                        "data.answerText={after: '####'}");

        assertEquals(List.of("72", "8,400"), problems.stream().map(Problem::answer).toList());
        assertTrue(problems.get(0).prompt().get(0).content().startsWith("Natalia sold clips"));
        assertEquals(Map.of(), problems.get(0).attributes());
        assertEquals(
                "72",
                only(
                                "gsm8k.parquet",
                                "data.fields.prompt=question",
                                "data.answerText={after: '####'}")
                        .answer());
    }

    @Test
    void math() throws IOException {
        String[] settings = {
            "data.fields.prompt=problem",
            "data.fields.answer=solution",
            "data.answerText=last-box",
            "data.fields.demonstrations=solution",
            "data.fields.source=type"
        };
        List<Problem> problems = read(file("layouts/math.jsonl"), settings);

        assertEquals(
                List.of("\\frac{5}{6}", "\\{1, 2\\}"),
                problems.stream().map(Problem::answer).toList());
        assertEquals("Prealgebra", problems.get(0).source());
        assertEquals(Map.of("level", "Level 1"), problems.get(0).attributes());
        assertTrue(problems.get(0).demonstrations().get(0).text().startsWith("As \\boxed{6}"));
        Problem math500 =
                only(
                        "math500.jsonl",
                        "data.fields.prompt=problem",
                        "data.fields.id=unique_id",
                        "data.fields.source=subject");
        assertEquals("test/precalculus/807.json", math500.id());
        assertEquals("\\left( 3, \\frac{\\pi}{2} \\right)", math500.answer());
    }

    @Test
    void dapoIsInTheLayoutOfTheAuthors() throws IOException {
        Problem problem = only("layouts/dapo.jsonl", "data.fields.id=extra_info.index");

        assertEquals("9a9b6eb4-a1cb-49d1-8c1e-62eaf2f74079", problem.id());
        assertEquals("34", problem.answer());
        assertEquals("math_dapo", problem.source());
        assertEquals(
                List.of(ChatMessage.user("Solve the problem. What is 30 + 4?")), problem.prompt());
        assertEquals(problem.id(), only("dapo17k.parquet", "data.fields.id=extra_info.index").id());
    }

    @Test
    void deepScaleR() throws IOException {
        List<Problem> problems =
                read(
                        file("layouts/deepscaler.jsonl"),
                        "data.fields.prompt=problem",
                        "data.fields.demonstrations=solution");

        assertEquals("-\\frac{2}{3}", problems.get(0).answer());
        assertEquals(
                List.of(Demonstration.of("1. Divide both by 2.")),
                problems.get(0).demonstrations());
        assertEquals(List.of(), problems.get(1).demonstrations());
    }

    @Test
    void openR1() throws IOException {
        String demonstration = "<think>\n2 + 3\n</think>\n\\boxed{5}";
        Problem several =
                only(
                        "layouts/openr1.jsonl",
                        "data.fields.prompt=problem",
                        "data.fields.demonstrations=generations",
                        "data.fields.id=uuid");
        assertEquals("u-1", several.id());
        assertEquals("olympiads", several.source());
        assertEquals("5", several.answer());
        assertEquals(2, several.demonstrations().size());
        assertEquals(demonstration, several.demonstrations().get(0).text());

        Problem conversation =
                only(
                        "layouts/openr1.jsonl",
                        "data.fields.prompt=messages",
                        "data.fields.demonstrations=messages");
        assertEquals(List.of(ChatMessage.user("What is 2 + 3?")), conversation.prompt());
        assertEquals(List.of(Demonstration.of(demonstration)), conversation.demonstrations());
        assertEquals(
                List.of(Demonstration.of("<think>x</think> \\boxed{5}")),
                only(
                                "openr1.parquet",
                                "data.fields.prompt=problem",
                                "data.fields.demonstrations=generations")
                        .demonstrations());
    }

    @Test
    void theAuthorsLayoutIsReadFromJson() throws IOException {
        assertEquals(
                new Problem(
                        "luffy.jsonl:1",
                        "openr1",
                        List.of(
                                new ChatMessage("system", "Think."),
                                ChatMessage.user("What is 2 + 3?")),
                        "5",
                        List.of(Demonstration.of("<think>\n2 + 3\n</think>\n\\boxed{5}")),
                        Map.of(
                                "ability", "math",
                                "reward_model.style", "rule",
                                "extra_info.index", "7",
                                "extra_info.split", "default")),
                only("layouts/luffy.jsonl"));
    }

    @Test
    void fieldsThatNoRowHasAreRefusedWithThoseThatThereAre() throws IOException {
        String message =
                refusal(
                        file("layouts/openr1.jsonl"),
                        "data.fields.prompt=problem",
                        "data.fields.demonstrations=generation");
        assertTrue(
                message.contains(
                        "data.fields.demonstrations = generation, but no row has this field; there"
                                + " are answer, "),
                message);
        assertTrue(
                refusal(file("layouts/gsm8k.jsonl"), "data.fields.prompt=quest")
                        .contains("no \"quest\" in"),
                message);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Recipe.of(List.of("data.fields.promt=question")));
        assertTrue(String.valueOf(e.getMessage()).contains("did you mean 'data.fields.prompt'"));
        Path file =
                write(
                        "{\"prompt\": \"q\", \"answer\": 1, \"s\": null}\n{\"prompt\": \"q\", \"answer\": 1}");
        assertEquals(2, read(file, "data.fields.demonstrations=s").size());
    }

    @Test
    void anAnswerWithoutTheMarkerIsABadRow() throws IOException {
        Path file = write("{\"prompt\": \"q\", \"answer\": \"so it is 5\"}");

        assertTrue(
                refusal(file, "data.answerText={after: '####'}")
                        .contains(
                                "answer does not hold the text after \"####\" (data.answerText):"
                                        + " so it is 5"));
        assertTrue(
                refusal(file, "data.answerText=last-box")
                        .contains("answer does not hold the last \\boxed{..}"));
        Path open = write("{\"prompt\": \"q\", \"answer\": \"\\\\boxed{5\"}");
        assertTrue(refusal(open, "data.answerText=last-box").contains("does not hold"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void compressedFilesAreRead(String ending) throws IOException {
        byte[] text =
                "{\"prompt\": \"é?\", \"answer\": 5}\n".repeat(3).getBytes(StandardCharsets.UTF_8);
        for (String name : List.of("data.jsonl." + ending, "data.json")) {
            Path file = dir.resolve(name);
            if (ending.equals("gz")) {
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                    out.write(text);
                }
            } else {
                Files.write(file, Zstd.compress(text));
            }
            assertEquals(3, read(file).size());
        }
    }

    @Test
    void aCompressedFileThatIsCutOffIsAnErrorWithItsName() throws IOException {
        Path file = dir.resolve("cut.jsonl.gz");
        byte[] whole = Files.readAllBytes(file("gz.jsonl.gz"));
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 12));

        Exception e = assertThrows(IOException.class, () -> read(file));
        assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": cannot be read"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"prompt\": \"a, ]\\\"}\", \"answer\": 1}, {\"prompt\": \"b\", \"answer\": 2}]|2",
                "~~ [~{\"prompt\": \"a\",~ \"answer\": 1}~]~|1"
            })
    void listsAreReadElementByElement(String json, int count) throws IOException {
        Path file = Files.writeString(dir.resolve("list.json"), json.replace('~', '\n'));

        assertEquals(count, read(file).size());
        assertEquals("list.json:1", read(file).get(0).id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"prompt\": \"a\", \"answer\": 1},]|not JSON",
                "[{\"prompt\": \"a\", \"answer\": 1}|has no end",
                "[{\"prompt\": \"a\", \"answer\": 1}] 5|:1: something behind the list",
                "[{\"prompt\": \"a\", \"answer\": 1} {}]|not JSON",
                "[]|no problem in there",
                "[1]|a line must be an object"
            })
    void brokenListsAreRefused(String json, String fault) throws IOException {
        String message = refusal(Files.writeString(dir.resolve("list.json"), json));

        assertTrue(message.contains(fault), message);
        assertTrue(message.contains("list.json"), message);
    }

    @Test
    void aRowOfTooManyCharactersIsABadRow() throws IOException {
        String good = "{\"prompt\": \"q\", \"answer\": 1}";
        Path file =
                write(good + "\n{\"prompt\": \"" + "x".repeat(100) + "\", \"answer\": 1}\n" + good);

        assertEquals(2, read(file, "data.maxCharacters=50", "data.badRows=skip").size());
        assertTrue(
                refusal(file, "data.maxCharacters=50")
                        .contains(":2: more than data.maxCharacters = 50 characters in this row"));
        assertEquals(3, read(file).size());
    }

    @Test
    void namesWithWildcardsAreFilesFirst() throws IOException {
        String row = "{\"prompt\": \"q\", \"answer\": 1}";
        Path folder = Files.createDirectories(dir.resolve("run[1]"));
        for (String name : List.of("a{b}.jsonl", "c[0-9].jsonl", "c1.jsonl")) {
            Files.writeString(folder.resolve(name), row);
        }
        for (String literal : List.of("run[1]/a{b}.jsonl", "run[1]/c[0-9].jsonl")) {
            List<Problem> problems =
                    ProblemReader.read(List.of(dir + "/" + literal), OnInvalid.REFUSE).problems();
            assertEquals(1, problems.size());
            assertTrue(literal.endsWith(problems.get(0).id().replace(":1", "")), literal);
        }
        assertEquals(
                2,
                ProblemReader.read(List.of(dir + "/run[1]/c*.jsonl"), OnInvalid.REFUSE)
                        .problems()
                        .size());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(dir.resolve("data.jsonl"), text);
    }
}
