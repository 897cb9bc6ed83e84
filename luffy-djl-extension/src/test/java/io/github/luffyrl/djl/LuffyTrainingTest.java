package io.github.luffyrl.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.problem.ProblemSummary;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.PolicyFactory;
import io.github.luffyrl.djl.text.ChatTemplate;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does with its problems and prompts before it samples. */
class LuffyTrainingTest {

    /** Solved by the answer itself; an answer of two letters is one that no response gives. */
    private static final class OneLetter implements RewardFunction {

        @Override
        public Reward score(Problem problem, Completion completion) {
            boolean solved = completion.text().equals(problem.answer());
            return new Reward(solved ? 1 : 0, solved);
        }

        @Override
        public Optional<String> unmatchable(Problem problem) {
            return problem.answer().length() == 1
                    ? Optional.empty()
                    : Optional.of("\"" + problem.answer() + "\" has two letters");
        }
    }

    private static final List<Problem> PROBLEMS = List.of(Problem.of("p", "bc", "d"));

    @TempDir Path dir;

    private TextTokenizer tokenizer;
    private Model model;
    private final List<String> prompts = new ArrayList<>();
    private final List<String> summaries = new ArrayList<>();

    @BeforeEach
    void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
        model = TinyLanguage.model(1);
        Files.writeString(Files.createDirectory(dir.resolve("model")).resolve("config.json"), "{}");
    }

    @AfterEach
    void close() {
        model.close();
        tokenizer.close();
    }

    private LuffyTraining training(PromptTemplate template, String... settings) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "sampling.maxResponseTokens=4",
                                "evaluation.problems=4",
                                "steps=1"));
        all.addAll(List.of(settings));
        RunListener listener =
                new RunListener() {
                    @Override
                    public void onProblems(String files, ProblemSummary summary) {
                        summaries.add(summary.toString());
                    }
                };
        return LuffyTraining.of(Recipe.of(all))
                .model(new LoadedModel(dir.resolve("model"), model, tokenizer, template))
                .reward(new OneLetter())
                .with(PolicyFactory.class, this::recording)
                .follow(listener)
                .output(dir.resolve("run"));
    }

    private Policy recording(Model sampled) {
        Policy policy = new ModelPolicy(sampled);
        return (requests, sampling) -> {
            requests.forEach(r -> prompts.add(tokenizer.decodeAll(r.prompt().toArray())));
            return policy.rollout(requests, sampling);
        };
    }

    private static ChatTemplate template(String source) {
        return new ChatTemplate("test", source, Map.of());
    }

    @Test
    void variablesOfTheRecipeReachThePrompts() throws IOException {
        PromptTemplate template = template("{{ messages[0].content }}{{ end }}");
        training(template, "method=grpo", "prompt.variables.end=n")
                .problems(PROBLEMS)
                .prepare()
                .evaluateBefore();

        assertEquals(List.of("bcn"), prompts);
    }

    @Test
    void aResumedRunHasTheDateThatItWasBegunWith() throws IOException {
        PromptTemplate template =
                template("{{ 'a' * (strftime_now('%d') | int) }}{{ messages[0].content }}");
        LuffyTraining first =
                training(template.at(LocalDateTime.of(2026, 11, 3, 23, 59)), "method=grpo");
        try (PreparedTraining begun = first.problems(PROBLEMS).prepare()) {
            begun.begin();
        }
        assertEquals("2026-11-03T23:59\n", Files.readString(dir.resolve("run/prompt-time.txt")));

        LuffyTraining resumed =
                training(template.at(LocalDateTime.of(2026, 11, 4, 0, 1)), "method=grpo");
        try (PreparedTraining again = resumed.problems(PROBLEMS).prepare()) {
            again.evaluateBefore();
        }
        assertEquals(List.of("aaabc"), prompts);

        Files.writeString(dir.resolve("run/prompt-time.txt"), "yesterday");
        LuffyTraining broken = training(template, "method=grpo").problems(PROBLEMS);
        Exception e = assertThrows(IllegalArgumentException.class, broken::prepare);
        assertTrue(String.valueOf(e.getMessage()).contains("prompt-time.txt: 'yesterday'"));
    }

    @Test
    void aRunWithoutADateStoresNone() throws IOException {
        training(new PromptTemplate.Plain(), "method=grpo").problems(PROBLEMS).prepare().begin();

        assertFalse(Files.exists(dir.resolve("run/prompt-time.txt")));
    }

    @Test
    void aMethodThatLearnsFromDemonstrationsNeedsOne() throws IOException {
        LuffyTraining none = training(new PromptTemplate.Plain()).problems(PROBLEMS);
        Exception e = assertThrows(IllegalArgumentException.class, none::prepare);
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(
                                "the method luffy learns from demonstrations, and none of the 1"));

        training(new PromptTemplate.Plain())
                .problems(List.of(Problem.of("p", "bc", "d", Demonstration.of("d"))))
                .prepare();
    }

    @Test
    void problemsThatNoResponseCanSolveAreRefusedOrSkipped() throws IOException {
        Path file = dir.resolve("data.jsonl");
        Files.writeString(
                file,
                "{\"prompt\": \"a\", \"answer\": \"bb\"}\n{\"prompt\": \"a\", \"answer\": \"b\"}\n");
        LuffyTraining refusing = training(new PromptTemplate.Plain(), "method=grpo").problems(file);
        Exception e = assertThrows(IllegalArgumentException.class, refusing::prepare);
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(
                                "data.jsonl:1: no response can be right: \"bb\" has two letters;"
                                        + " data.fields.answer names the field"),
                e.getMessage());

        training(new PromptTemplate.Plain(), "method=grpo", "data.badRows=skip")
                .problems(file)
                .heldOut(file)
                .prepare();
        for (String summary : summaries) {
            assertTrue(
                    summary.contains(
                            "left out: 1 x problem that no response can solve: data.jsonl:1"),
                    summary);
        }
        assertEquals(2, summaries.size());
        assertTrue(
                summaries
                        .get(1)
                        .contains(
                                "warning: 1 x problem to train on whose prompt is held out, too:"
                                        + " data.jsonl:2"),
                summaries.get(1));
        LuffyTraining inMemory =
                training(new PromptTemplate.Plain(), "method=grpo")
                        .problems(List.of(Problem.of("p", "a", "bb")));
        assertThrows(IllegalArgumentException.class, inMemory::prepare);
    }

    @Test
    void demonstrationsThatTheRewardFindsWrongAreNoticed() throws IOException {
        Path file = dir.resolve("data.jsonl");
        Files.writeString(
                file,
                """
                {"prompt": "a", "answer": "b", "demonstrations": ["b", "c"]}
                {"prompt": "b", "answer": "b", "demonstrations": ["b"]}
                """);
        training(new PromptTemplate.Plain()).problems(file).prepare();

        assertTrue(
                summaries
                        .get(0)
                        .contains(
                                "warning: 1 x demonstration that the reward finds wrong, of 3"
                                        + " checked of 3: data.jsonl:1"),
                summaries.get(0));
    }
}
