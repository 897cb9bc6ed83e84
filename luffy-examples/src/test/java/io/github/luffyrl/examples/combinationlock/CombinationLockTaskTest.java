package io.github.luffyrl.examples.combinationlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
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
    void everyDemonstrationOpensItsLock() {
        List<Problem> training = TASK.training(0);
        for (Problem problem : training) {
            assertEquals("", problem.answer());
            problem.demonstrations().forEach(d -> assertEquals(1, reward(problem, d.text())));
        }
        assertEquals(4096, training.stream().filter(p -> !p.demonstrations().isEmpty()).count());
        assertEquals(
                585, training.stream().filter(p -> p.source().equals("up")).count()); // 4096 / 7
    }

    @Test
    void trainedLocksHaveTwoWheelsToTurnDownAndNonePastZero() {
        for (Problem problem : TASK.training(1)) {
            Lock lock = lock(problem);
            int down = 0;
            for (int wheel = 0; wheel < lock.wheels(); wheel++) {
                int turnsDown = 10 - lock.upTurns(wheel);
                if (turnsDown < 5) {
                    down++;
                    assertTrue(turnsDown >= 2, lock.prompt());
                    assertTrue(lock.start().charAt(wheel) > lock.target().charAt(wheel));
                }
            }
            assertEquals(problem.source().equals("up") ? 0 : 2, down, lock.prompt());
        }
    }

    @Test
    void locksPastZeroTurnDownFromAboveZeroToNine() {
        TaskSet set =
                TASK.evaluation(0, 50).stream()
                        .filter(s -> s.role() == SetRole.OUT_OF_DISTRIBUTION)
                        .findFirst()
                        .orElseThrow();
        for (Problem problem : set.problems()) {
            Lock lock = lock(problem);
            for (int wheel = 0; wheel < lock.wheels(); wheel++) {
                if (lock.upTurns(wheel) > 5) {
                    assertTrue(lock.start().charAt(wheel) < lock.target().charAt(wheel));
                }
            }
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
