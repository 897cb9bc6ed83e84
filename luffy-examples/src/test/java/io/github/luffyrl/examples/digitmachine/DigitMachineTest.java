package io.github.luffyrl.examples.digitmachine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.examples.basemodel.BaseExample;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitMachineTest {

    private static final List<Problem> TRAINING = new DigitMachine(0).training();

    private static String text(Problem problem) {
        return problem.prompt().get(0).content();
    }

    private static int operations(Problem problem) {
        return text(problem).indexOf('|');
    }

    @Test
    void oneTrainingProblemInEightIsEasy() {
        // 4096 hard ones, and one easy after every seventh of them: 4096 / 7 = 585 and a rest.
        assertEquals(4096 + 585, TRAINING.size());
        for (int i = 0; i < TRAINING.size(); i++) {
            assertEquals(i % 8 == 7 ? "easy" : "hard", TRAINING.get(i).source());
        }
    }

    @Test
    void tracesInTheBaseModelsStyleHaveALineForEveryOperationAndNoCheck() {
        DigitReward reward = new DigitReward();
        for (Problem problem : DigitMachineTask.withOwnTraces().training(3)) {
            for (Demonstration trace : problem.demonstrations()) {
                String text = trace.text();
                assertEquals(operations(problem), text.chars().filter(c -> c == '>').count(), text);
                assertFalse(text.contains("?"), text);
                assertTrue(reward.score(problem, Completion.of(text)).solved(), text);
            }
        }
    }

    @Test
    void hardTrainingProblemsComeWithOneRightDemonstrationAndEasyOnesWithNone() {
        DigitReward reward = new DigitReward();
        for (Problem problem : TRAINING) {
            boolean hard = problem.source().equals("hard");
            assertEquals(hard ? 1 : 0, problem.demonstrations().size());
            int operations = operations(problem);
            assertTrue(
                    hard ? operations >= 7 && operations <= 8 : operations >= 1 && operations <= 3,
                    text(problem));
            for (Demonstration demonstration : problem.demonstrations()) {
                Completion completion = Completion.of(demonstration.text());
                assertTrue(reward.score(problem, completion).solved(), demonstration.text());
            }
        }
    }

    @Test
    void everyDemonstrationFitsTheLongestResponse() {
        for (long seed = 0; seed < 8; seed++) {
            for (Problem problem : new DigitMachine(seed).training()) {
                for (Demonstration demonstration : problem.demonstrations()) {
                    int tokens = demonstration.text().length() + 1; // the end-of-sequence token
                    assertTrue(tokens <= DigitMachine.MAX_RESPONSE_TOKENS, demonstration.text());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"EASY, easy, 1, 3", "HARD, hard, 7, 8", "LONGER, longer, 9, 10"})
    void evaluationProblemsHaveTheLengthOfTheirDifficulty(
            Difficulty difficulty, String source, int min, int max) {
        List<Problem> problems = new DigitMachine(5).evaluation(difficulty, 200);

        assertEquals(200, problems.size());
        for (Problem problem : problems) {
            assertEquals(source, problem.source());
            assertTrue(operations(problem) >= min && operations(problem) <= max, text(problem));
            assertEquals(difficulty == Difficulty.EASY ? 0 : 1, problem.demonstrations().size());
        }
    }

    @Test
    void noEvaluationProblemIsTrainedOnWhateverTheSeeds() {
        Set<String> heldOut = new HashSet<>();
        for (Difficulty difficulty : Difficulty.values()) {
            for (long seed = 0; seed < 3; seed++) {
                new DigitMachine(seed)
                        .evaluation(difficulty, 512)
                        .forEach(problem -> heldOut.add(text(problem)));
            }
        }
        for (long seed = 0; seed < 3; seed++) {
            for (Problem problem : new DigitMachine(seed).training()) {
                assertFalse(heldOut.contains(text(problem)), text(problem));
            }
            RandomGenerator random = new SplittableRandom(seed);
            for (int i = 0; i < 20_000; i++) {
                BaseExample example = BaseMix.IMPATIENT.draw(random);
                assertFalse(heldOut.contains(example.prompt()), example.prompt());
            }
        }
    }

    @Test
    void theSeedDecidesTheProblems() {
        assertEquals(TRAINING, new DigitMachine(0).training());
        assertNotEquals(text(TRAINING.get(0)), text(new DigitMachine(1).training().get(0)));
        assertNotEquals(
                new DigitMachine(0).evaluation(Difficulty.HARD, 5),
                new DigitMachine(1).evaluation(Difficulty.HARD, 5));
    }

    @Test
    void aLargerEvaluationSetStartsWithTheSmaller() {
        DigitMachine machine = new DigitMachine(3);

        assertEquals(
                machine.evaluation(Difficulty.LONGER, 20),
                machine.evaluation(Difficulty.LONGER, 100).subList(0, 20));
    }

    @Test
    void idsAreUnique() {
        assertEquals(
                TRAINING.size(),
                TRAINING.stream().map(Problem::id).collect(Collectors.toSet()).size());
    }
}
