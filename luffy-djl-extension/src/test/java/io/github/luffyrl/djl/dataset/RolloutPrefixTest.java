package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.prefix.AdaptivePrefix;
import io.github.luffyrl.core.prefix.FixedCuts;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which prefixes a dataset asks its policy for. */
class RolloutPrefixTest {

    private static final Path MODEL = Path.of("src/test/resources/models/qwen2-tied-f32");
    private static final int END = 2;
    private static final PrefixSchedule RANDOM =
            new PartialDemonstration(PrefixedRows.first(1), new PrefixRatio.Uniform(0, 1));

    private static ProblemEncoder encoder;

    private final List<Problem> problems =
            List.of(problem("1"), problem("2"), problem("3"), problem("4"));

    @BeforeAll
    static void load() throws IOException {
        encoder =
                new ProblemEncoder(
                        TextTokenizer.load(MODEL), PromptTemplate.load(MODEL), END, 100, 2000);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void theSameSeedGivesTheSamePrefixes() {
        assertEquals(prefixes(RANDOM, 4, 2, 1), prefixes(RANDOM, 4, 2, 1));
        assertNotEquals(prefixes(RANDOM, 4, 2, 1), prefixes(RANDOM, 4, 2, 2));
    }

    @Test
    void aPrefixDoesNotDependOnWhatElseIsDrawnInItsStep() {
        Map<String, Prefix> pairs = prefixes(RANDOM, 2, 1, 1).get(0);
        Map<String, Prefix> all = prefixes(RANDOM, 4, 1, 1).get(0);

        assertEquals(2, pairs.size());
        pairs.forEach((problem, prefix) -> assertEquals(all.get(problem), prefix));
    }

    @Test
    void everyStepDrawsAnew() {
        List<Map<String, Prefix>> steps = prefixes(RANDOM, 4, 2, 1);

        assertNotEquals(steps.get(0), steps.get(1));
    }

    @Test
    void fixedCutsAreTheSameAtEveryStep() {
        List<Map<String, Prefix>> steps = prefixes(new FixedCuts(1, 0.2, 0.8), 4, 2, 1);

        assertEquals(steps.get(0), steps.get(1));
        assertEquals(4, steps.get(0).values().stream().distinct().count());
    }

    @Test
    void stepsAreCountedFromZero() {
        PrefixSchedule halving =
                new PartialDemonstration(PrefixedRows.first(1), new PrefixRatio.Linear(1, 2));
        List<Map<String, Prefix>> steps = prefixes(halving, 1, 3, 1);

        assertEquals(
                List.of(1.0, 0.5, 0.0),
                steps.stream().map(step -> step.values().iterator().next().ratio()).toList());
    }

    @Test
    void anAdaptiveScheduleLearnsFromProblemsWithDemonstrations() {
        RolloutDataset dataset =
                dataset(
                        new AdaptivePrefix(PrefixedRows.all(), PrefixUse.CONTEXT, 0.5, 0.2, 0.5),
                        List.of(problem("guided"), Problem.of("alone", "Say alone.", "no")),
                        2,
                        1,
                        new ArrayList<>());

        run(dataset);

        // Nothing is solved: 0.5 + 0.2 * (0.5 - 0).
        assertEquals(
                new AdaptivePrefix(
                        PrefixedRows.all(),
                        PrefixUse.CONTEXT,
                        0.5,
                        0.2,
                        0.6,
                        Map.of("guided", 0.6)),
                dataset.state().prefixes());
    }

    @Test
    void aScheduleThatDoesNotFitTheGroupsIsRejectedBeforeAnyRollout() {
        PrefixSchedule three = new PrefixSchedule.WholeDemonstration(3);

        assertThrows(
                IllegalArgumentException.class,
                () -> dataset(three, problems, 1, 1, new ArrayList<>()));
    }

    /** Returns, for each step, the first row's prefix by its problem. */
    private List<Map<String, Prefix>> prefixes(
            PrefixSchedule schedule, int promptsPerStep, int steps, long seed) {
        List<List<RolloutRequest>> requests = new ArrayList<>();
        run(dataset(schedule, problems, promptsPerStep, steps, seed, requests));
        return requests.stream()
                .map(
                        step -> {
                            Map<String, Prefix> byPrompt = new HashMap<>();
                            for (RolloutRequest request : step) {
                                byPrompt.putIfAbsent(request.prompt().toString(), request.prefix());
                            }
                            return byPrompt;
                        })
                .toList();
    }

    private static RolloutDataset dataset(
            PrefixSchedule schedule,
            List<Problem> problems,
            int promptsPerStep,
            int steps,
            List<List<RolloutRequest>> requests) {
        return dataset(schedule, problems, promptsPerStep, steps, 0, requests);
    }

    private static RolloutDataset dataset(
            PrefixSchedule schedule,
            List<Problem> problems,
            int promptsPerStep,
            int steps,
            long seed,
            List<List<RolloutRequest>> requests) {
        return RolloutDataset.builder()
                .setPolicy(
                        (step, sampling) -> {
                            requests.add(step);
                            return step.stream().map(RolloutPrefixTest::end).toList();
                        })
                .setEncoder(encoder)
                .setProblems(problems)
                .setReward((problem, completion) -> Reward.WRONG)
                .optPrefix(schedule)
                .optGroups(promptsPerStep, 2)
                .optSteps(steps)
                .optSeed(seed)
                .build();
    }

    private static void run(RolloutDataset dataset) {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                batch.close();
            }
        }
    }

    /** Ends the response right after its prefix. */
    private static Trajectory end(RolloutRequest request) {
        int[] prefix = request.prefix().tokens().toArray();
        int[] response = Arrays.copyOf(prefix, prefix.length + 1);
        response[prefix.length] = END;
        return new Trajectory(
                request.prompt(),
                Tokens.of(response),
                prefix.length,
                new float[response.length],
                true);
    }

    private static Problem problem(String id) {
        return Problem.of(
                id, "Say " + id + ".", id, Demonstration.of(id.substring(0, 1).repeat(500)));
    }
}
