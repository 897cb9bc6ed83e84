package io.github.luffyrl.examples.combinationlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.task.SetRole;
import io.github.luffyrl.examples.task.TaskSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CombinationLockTaskTest {

    private static final CombinationLockTask TASK = new CombinationLockTask();

    private static Lock lock(Problem problem) {
        return Lock.parse(problem.prompt().get(0).content());
    }

    private static double reward(Problem problem, String response) {
        return TASK.reward().score(problem, Completion.of(response)).value();
    }

    @Test
    void everyDemonstrationOpensItsLockWithinTheLimit() {
        List<Problem> training = TASK.training(0);
        int limit = Recipe.of(TASK.settings()).sampling().maxResponseTokens();
        for (Problem problem : training) {
            assertEquals("", problem.answer());
            problem.demonstrations()
                    .forEach(
                            d -> {
                                assertEquals(1, reward(problem, d.text()), d.text());
                                assertTrue(d.text().length() < limit, d.text());
                            });
        }
        assertEquals(4096, training.stream().filter(p -> !p.demonstrations().isEmpty()).count());
        assertEquals(
                585, training.stream().filter(p -> p.source().equals("up")).count()); // 4096 / 7
        for (TaskSet set : TASK.evaluation(0, 64)) {
            for (Problem problem : set.problems()) {
                problem.demonstrations()
                        .forEach(d -> assertEquals(1, reward(problem, d.text()), d.text()));
            }
        }
    }

    @Test
    void theBaseModelsWayIsWithinTheLimit() {
        // up all the way: five wheels with nine turns each
        Lock longest = new Lock("11111", "00000");
        String text = new BasePlayer(0, 0).play(longest, new SplittableRandom(0));

        assertEquals(50, text.length());
        assertEquals(51, Recipe.of(TASK.settings()).sampling().maxResponseTokens());
    }

    @Test
    void thePlayerSolvesWhatIsEasyAndNothingThatIsHard() {
        RandomGenerator random = new SplittableRandom(5);
        BasePlayer upward = new BasePlayer(0, 0.2);
        for (TaskSet set : TASK.evaluation(0, 64)) {
            for (Problem problem : set.problems()) {
                double reward = reward(problem, upward.play(lock(problem), random));
                switch (set.role()) {
                    case EASIER -> assertEquals(1, reward);
                    case TRAINED_ON, HELD_OUT, HARDER -> assertEquals(0, reward);
                    case OUT_OF_DISTRIBUTION -> {} // some locks of any digits go up alone
                }
            }
        }
    }

    @Test
    void hardLocksHaveThreeWheelsToTurnDownAndNonePastZero() {
        for (Problem problem : TASK.training(1)) {
            Lock lock = lock(problem);
            assertEquals(4, lock.wheels());
            int down = 0;
            for (int wheel = 0; wheel < lock.wheels(); wheel++) {
                assertTrue(lock.fewestTurns(wheel) < 5, lock.prompt());
                if (lock.shorterDown(wheel)) {
                    down++;
                    assertTrue(lock.start().charAt(wheel) > lock.target().charAt(wheel));
                }
            }
            assertEquals(problem.source().equals("up") ? 0 : 3, down, lock.prompt());
        }
    }

    @Test
    void locksPastZeroTurnDownFromZeroToNine() {
        TaskSet set =
                TASK.evaluation(0, 50).stream()
                        .filter(s -> s.name().equals("past zero"))
                        .findFirst()
                        .orElseThrow();
        for (Problem problem : set.problems()) {
            Lock lock = lock(problem);
            int down = 0;
            for (int wheel = 0; wheel < lock.wheels(); wheel++) {
                if (lock.shorterDown(wheel)) {
                    down++;
                    assertTrue(lock.start().charAt(wheel) < lock.target().charAt(wheel));
                }
            }
            assertEquals(3, down);
        }
    }

    @Test
    void neitherTrainingNorTheBaseModelSeesHeldOutLocks() {
        Set<String> heldOut = new HashSet<>();
        for (long seed = 0; seed < 3; seed++) {
            for (TaskSet set : TASK.evaluation(seed, 256)) {
                assertEquals(256, set.problems().size());
                if (set.role() != SetRole.TRAINED_ON) {
                    set.problems().forEach(p -> heldOut.add(p.prompt().get(0).content()));
                }
            }
        }
        for (long seed = 0; seed < 3; seed++) {
            TASK.training(seed)
                    .forEach(p -> assertFalse(heldOut.contains(p.prompt().get(0).content())));
            RandomGenerator random = new SplittableRandom(seed);
            for (int i = 0; i < 5000; i++) {
                assertFalse(heldOut.contains(TASK.baseExample(random).prompt()));
            }
        }
    }

    @Test
    void theSeedDecidesTheProblems() {
        assertEquals(TASK.training(3), TASK.training(3));
        assertNotEquals(lock(TASK.training(3).get(0)), lock(TASK.training(4).get(0)));
    }
}
