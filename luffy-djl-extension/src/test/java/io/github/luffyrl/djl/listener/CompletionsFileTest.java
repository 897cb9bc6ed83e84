package io.github.luffyrl.djl.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionsFileTest {

    @TempDir Path directory;

    @Test
    void aLineShowsAResponseWithItsRewardAndOrigin() throws Exception {
        Path file = directory.resolve("completions.jsonl");
        train(file, 1, 100);
        List<JsonNode> lines = lines(file);
        assertEquals(3 * 8, lines.size(), "3 steps of 2 groups of 4 rows");
        JsonNode demonstration =
                lines.stream()
                        .filter(line -> line.get("origin").asText().equals("demonstration"))
                        .filter(line -> line.get("problem").asText().equals("first"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("ccc", demonstration.get("response").asText());
        assertEquals("ccc", demonstration.get("prefix").asText());
        assertEquals("ab", demonstration.get("prompt").asText());
        assertEquals(4, demonstration.get("tokens").asInt(), "three letters and the end");
        assertEquals(4, demonstration.get("prefixTokens").asInt());
        assertEquals(1, demonstration.get("reward").asDouble());
        assertTrue(demonstration.get("solved").asBoolean());
        assertEquals(3, demonstration.get("parts").get("letters").asDouble());
        assertEquals(0.75, demonstration.get("advantage").asDouble(), "1 less the mean, 1/4");
        List<JsonNode> own =
                lines.stream()
                        .filter(line -> line.get("origin").asText().equals("on-policy"))
                        .toList();
        assertEquals(3 * 6, own.size());
        for (JsonNode line : own) {
            assertEquals("", line.get("prefix").asText());
            assertEquals(0, line.get("prefixTokens").asInt());
            assertEquals(-0.25, line.get("advantage").asDouble());
        }
    }

    @Test
    void aSampleOfTheStepsIsTheSameInEveryRun() throws Exception {
        Path first = directory.resolve("first.jsonl");
        Path second = directory.resolve("second.jsonl");
        train(first, 2, 3);
        train(second, 2, 3);
        List<Integer> steps = lines(first).stream().map(line -> line.get("step").asInt()).toList();
        assertEquals(List.of(1, 1, 1, 3, 3, 3), steps);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        assertEquals(6, new TreeSet<>(Files.readAllLines(first)).size(), "no row is drawn twice");
    }

    @Test
    void aResumedFileIsCutBehindTheCheckpoint() throws Exception {
        Path file = directory.resolve("completions.jsonl");
        train(file, 1, 3);
        List<String> uninterrupted = Files.readAllLines(file);
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                CompletionsFile completions = file(file, tokenizer, 1, 3)) {
            completions.resumeAfter(2);
        }
        assertEquals(uninterrupted.subList(0, 6), Files.readAllLines(file));
    }

    @Test
    void nothingToShowIsRefused() {
        Path file = directory.resolve("completions.jsonl");
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> train(file, 0, 3));
        assertEquals("every = 0, atMost = 3: both need at least 1", refusal.getMessage());
    }

    private static CompletionsFile file(Path file, TextTokenizer tokenizer, int every, int atMost)
            throws Exception {
        return new CompletionsFile(file, TinyLanguage.encoder(tokenizer, 4), every, atMost);
    }

    private static void train(Path file, int every, int atMost) throws Exception {
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                CompletionsFile completions = file(file, tokenizer, every, atMost);
                Model model = TinyLanguage.model(1);
                Trainer trainer =
                        model.newTrainer(
                                new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                                        .addTrainingListeners(completions))) {
            trainer.initialize(new Shape(1, 1));
            ProblemEncoder encoder = TinyLanguage.encoder(tokenizer, 4);
            RolloutDataset rollouts =
                    RolloutDataset.builder()
                            .setPolicy(TinyLanguage::writeAnything)
                            .setEncoder(encoder)
                            .setProblems(TinyLanguage.problems())
                            .setReward(CompletionsFileTest::letters)
                            .optPrefix(PrefixSchedule.wholeDemonstration())
                            .optGroups(2, 4)
                            .optSteps(3)
                            .build();
            EasyTrain.fit(trainer, 1, rollouts, null);
        }
    }

    private static Reward letters(Problem problem, Completion completion) {
        return TinyLanguage.exactly(problem, completion)
                .withPart("letters", completion.text().length());
    }

    private static List<JsonNode> lines(Path file) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }
}
