package io.github.luffyrl.djl.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.ColumnNamingStrategy;
import com.jerolba.carpet.annotation.Alias;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetProblemsTest {

    private static final List<Message> PROMPT =
            List.of(new Message("system", "Think."), new Message("user", "1+1?"));
    private static final RewardModel ANSWER = new RewardModel("2", "rule");

    @TempDir Path dir;

    record Message(String role, String content) {}

    record RewardModel(String groundTruth, String style) {}

    record ExtraInfo(Long index, String split) {}

    /** The columns of a training file, one more than is read, in another order. */
    record TrainingRow(
            Long __index_level_0__,
            List<Message> prompt,
            String dataSource,
            List<Message> target,
            String ability,
            RewardModel rewardModel,
            ExtraInfo extraInfo) {}

    record NoTargetRow(List<Message> prompt, RewardModel rewardModel) {}

    /** A training file with behaviour probabilities, in either width. */
    record NarrowRow(
            List<Message> prompt,
            List<Message> target,
            RewardModel rewardModel,
            @Alias("target_ds_qwen_7b_probs") List<Float> probabilities) {}

    record WideRow(
            List<Message> prompt,
            List<Message> target,
            RewardModel rewardModel,
            @Alias("target_ds_qwen_7b_probs") List<Double> probabilities) {}

    record SeveralTargetsRow(
            List<Message> prompt,
            List<Message> target,
            RewardModel rewardModel,
            @Alias("target_ds_qwen_7b_probs") List<Double> probabilities,
            List<String> targetLst) {}

    record OwnLayoutRow(String prompt, String answer) {}

    @Test
    void readsEveryFieldOfTheAuthorsLayout() throws Exception {
        ProblemSet set =
                read(
                        TrainingRow.class,
                        new TrainingRow(
                                7L,
                                PROMPT,
                                "math",
                                List.of(new Message("assistant", "<think>\nhm")),
                                "math",
                                ANSWER,
                                new ExtraInfo(0L, "default")));

        assertEquals(
                List.of(
                        new Problem(
                                "data.parquet:0",
                                "math",
                                List.of(
                                        new ChatMessage("system", "Think."),
                                        ChatMessage.user("1+1?")),
                                "2",
                                List.of(Demonstration.of("<think>\nhm")),
                                Map.of(
                                        "ability", "math",
                                        "reward_model.style", "rule",
                                        "extra_info.index", "0",
                                        "extra_info.split", "default"))),
                set.problems());
        assertEquals(List.of(), set.skipped());
    }

    @Test
    void onlyPromptAndGroundTruthAreRequired() throws Exception {
        ProblemSet set =
                read(
                        TrainingRow.class,
                        row(PROMPT, null, ANSWER),
                        row(PROMPT, List.of(), new RewardModel("3", null)));

        assertEquals(
                List.of("data.parquet:0", "data.parquet:1"),
                set.problems().stream().map(Problem::id).toList());
        assertEquals("", set.problems().get(1).source());
        assertEquals(List.of(), set.problems().get(1).demonstrations());
        assertEquals(Map.of(), set.problems().get(1).attributes());
        assertEquals(List.of(), set.skipped());
        assertEquals(
                "2",
                read(NoTargetRow.class, new NoTargetRow(PROMPT, ANSWER))
                        .problems()
                        .get(0)
                        .answer());
    }

    @Test
    void behaviourProbabilitiesAreTheDemonstrationsWithoutTheFiller() throws Exception {
        List<Message> target = List.of(new Message("assistant", "two"));
        Demonstration given = new Demonstration("two", "", new float[] {0.1f, 0.75f, 1});

        assertEquals(
                List.of(List.of(given), List.of(Demonstration.of("two"))),
                demonstrations(
                        read(
                                NarrowRow.class,
                                new NarrowRow(
                                        PROMPT, target, ANSWER, List.of(0.1f, 0.75f, 1f, -1f, -1f)),
                                new NarrowRow(PROMPT, target, ANSWER, List.of(-1f, -1f)))));
        assertEquals(
                List.of(List.of(given), List.of(Demonstration.of("two"))),
                demonstrations(
                        read(
                                WideRow.class,
                                new WideRow(PROMPT, target, ANSWER, List.of(0.1, 0.75, 1.0, -1.0)),
                                new WideRow(PROMPT, target, ANSWER, null))));
    }

    @Test
    void furtherTargetsAreFurtherDemonstrations() throws Exception {
        List<Message> target = List.of(new Message("assistant", "two"));

        assertEquals(
                List.of(
                        List.of(
                                new Demonstration("two", "", new float[] {0.5f}),
                                Demonstration.of("II")),
                        List.of(Demonstration.of("II"), Demonstration.of("2")),
                        List.of()),
                demonstrations(
                        read(
                                SeveralTargetsRow.class,
                                new SeveralTargetsRow(
                                        PROMPT,
                                        target,
                                        ANSWER,
                                        List.of(0.5, -1.0),
                                        Arrays.asList("two", "II", "", null)),
                                new SeveralTargetsRow(
                                        PROMPT, null, ANSWER, null, List.of("II", "2", "II")),
                                new SeveralTargetsRow(PROMPT, null, ANSWER, null, null))));
    }

    @Test
    void aFillerAmongBehaviourProbabilitiesIsAnErrorThatNamesTheRow() {
        List<Message> target = List.of(new Message("assistant", "two"));

        for (Double wrong : Arrays.asList(-1.0, null)) {
            List<Double> probabilities = Arrays.asList(0.1, wrong, 1.0, -1.0);
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    read(
                                            WideRow.class,
                                            new WideRow(PROMPT, target, ANSWER, probabilities)));
            assertTrue(e.getMessage().contains("data.parquet: row 0: "), e.getMessage());
            assertTrue(e.getMessage().contains("[1]"), e.getMessage());
        }
    }

    @Test
    void aTargetThatYieldsNoDemonstrationIsCounted() throws Exception {
        ProblemSet set =
                read(
                        TrainingRow.class,
                        row(PROMPT, List.of(new Message("assistant", "")), ANSWER),
                        row(PROMPT, List.of(new Message("user", "x")), ANSWER));

        assertEquals(
                List.of(
                        new DataIssue(
                                "target without an assistant's text",
                                2,
                                List.of("data.parquet:0", "data.parquet:1"))),
                set.skipped());
        assertTrue(set.problems().stream().allMatch(p -> p.demonstrations().isEmpty()));
    }

    @Test
    void theFirstBadRowIsNamedWithItsFault() {
        Message reply = new Message("assistant", "x");

        assertFault("no \"prompt\"", row(null, null, ANSWER));
        assertFault("prompt is empty: []", row(List.of(), null, ANSWER));
        assertFault("prompt is empty: [{", row(List.of(new Message("user", " ")), null, ANSWER));
        assertFault("has no \"content\"", row(List.of(new Message("user", null)), null, ANSWER));
        assertFault("has no \"role\"", row(List.of(new Message(null, "x")), null, ANSWER));
        assertFault(
                "a message of prompt must be an object",
                row(Arrays.asList((Message) null), null, ANSWER));
        assertFault("no \"reward_model.ground_truth\"", row(PROMPT, null, null));
        assertFault(
                "no \"reward_model.ground_truth\"",
                row(PROMPT, null, new RewardModel(null, "rule")));
        assertFault(
                "reward_model.ground_truth is empty",
                row(PROMPT, null, new RewardModel(" ", "rule")));
        assertFault("2 assistant messages", row(PROMPT, List.of(reply, reply), ANSWER));
    }

    @Test
    void ownLayoutIsReadToo() throws IOException {
        assertEquals(
                List.of(Problem.of("data.parquet:0", "1+1?", "2")),
                read(OwnLayoutRow.class, new OwnLayoutRow("1+1?", "2")).problems());
    }

    /** As older writers have it: lists of two levels, and texts that are only bytes. */
    @Test
    void listsOfTwoLevelsAndTextsWithoutATypeAreRead() throws IOException {
        MessageType type =
                MessageTypeParser.parseMessageType(
                        """
                        message row {
                          optional group prompt (LIST) {
                            repeated group array {
                              optional binary role;
                              optional binary content (STRING);
                            }
                          }
                          optional int32 answer (INTEGER(8, true));
                          optional group demonstrations (LIST) {
                            repeated group list {
                              optional binary element (STRING);
                            }
                          }
                          optional binary raw;
                          optional group none {
                            optional double number;
                          }
                        }
                        """);
        Path file = dir.resolve("old.parquet");
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(type).build()) {
            for (int i = 0; i < 2; i++) {
                Group row = new SimpleGroup(type);
                Group message = row.addGroup("prompt").addGroup("array");
                message.append("role", "user").append("content", "Größe?");
                row.append("answer", 5);
                row.addGroup("demonstrations").addGroup("list").append("element", "It is 5.");
                if (i == 1) {
                    row.append("raw", Binary.fromConstantByteArray(new byte[] {(byte) 0xff}));
                }
                writer.write(row);
            }
        }

        ProblemSet set = ProblemReader.read(List.of(file.toString()), OnInvalid.SKIP);
        assertEquals(
                List.of(Problem.of("old.parquet:0", "Größe?", "5", Demonstration.of("It is 5."))),
                set.problems());
        assertTrue(
                set.skipped().get(0).toString().contains("row 1: a binary value that is no UTF-8"),
                set.skipped().toString());
    }

    @Test
    void whatIsNoParquetFileIsAnError() throws IOException {
        Path text = Files.writeString(dir.resolve("text.parquet"), "not Parquet at all");
        Exception e = assertThrows(IllegalArgumentException.class, () -> ProblemReader.read(text));
        assertTrue(e.getMessage().startsWith(text + ": not a Parquet file"), e.getMessage());
    }

    @Test
    void aFileWithoutRowsIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> read(TrainingRow.class));
    }

    @Test
    void readsTheAuthorsValidationFile() throws Exception {
        String file = System.getProperty("luffy.valid.parquet");
        assumeTrue(file != null, "no -Dluffy.valid.parquet=FILE");

        List<Problem> problems = ProblemReader.read(Path.of(file)).problems();

        // AIME24 30x8, AMC 83x4, MATH-500, Minerva, OlympiadBench
        assertEquals(
                Map.of(
                        "aime", 240L,
                        "amc", 332L,
                        "math", 500L,
                        "minerva", 272L,
                        "olympiad_bench", 675L),
                problems.stream()
                        .collect(Collectors.groupingBy(Problem::source, Collectors.counting())));
        assertEquals(2019, problems.stream().map(Problem::id).distinct().count());
        assertEquals(270, problems.stream().filter(p -> p.answer().contains("$")).count());
        for (Problem problem : problems) {
            assertEquals(
                    List.of("system", "user"),
                    problem.prompt().stream().map(ChatMessage::role).toList());
            assertEquals(
                    "a8747f1674d341836ab8fae3c29263fee4dd555f07259cdbc6dadf4104ea8926",
                    sha256(problem.prompt().get(0).content()));
            assertFalse(problem.prompt().get(1).content().isBlank());
            assertEquals("math", problem.attributes().get("ability"));
            assertEquals("rule", problem.attributes().get("reward_model.style"));
            assertEquals("default", problem.attributes().get("extra_info.split"));
            assertTrue(problem.attributes().get("extra_info.index").matches("\\d+"));
            assertFalse(problem.answer().contains("\\boxed"));
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static TrainingRow row(
            List<Message> prompt, List<Message> target, RewardModel rewardModel) {
        return new TrainingRow(null, prompt, null, target, null, rewardModel, null);
    }

    private static List<List<Demonstration>> demonstrations(ProblemSet set) {
        return set.problems().stream().map(Problem::demonstrations).toList();
    }

    private void assertFault(String fault, TrainingRow bad) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> read(TrainingRow.class, row(PROMPT, null, ANSWER), bad));
        assertTrue(
                e.getMessage().startsWith(dir.resolve("data.parquet") + ": row 1: "),
                e.getMessage());
        assertTrue(e.getMessage().contains(fault), e.getMessage());
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private final <T> ProblemSet read(Class<T> type, T... rows) throws IOException {
        Path file = dir.resolve("data.parquet");
        try (OutputStream out = Files.newOutputStream(file);
                CarpetWriter<T> writer =
                        new CarpetWriter.Builder<>(out, type)
                                .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
                                .build()) {
            writer.write(Arrays.asList(rows));
        }
        return ProblemReader.read(file);
    }
}
