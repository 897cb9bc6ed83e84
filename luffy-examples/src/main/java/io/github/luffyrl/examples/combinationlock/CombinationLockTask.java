package io.github.luffyrl.examples.combinationlock;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.examples.basemodel.BaseExample;
import io.github.luffyrl.examples.task.BundledModel;
import io.github.luffyrl.examples.task.EmbeddedTask;
import io.github.luffyrl.examples.task.SetRole;
import io.github.luffyrl.examples.task.Split;
import io.github.luffyrl.examples.task.TaskSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Combination locks as a task to compare methods on. The decisive tokens of a demonstration, the
 * first turns down, have a probability of a few percent under the base model, and a hard problem
 * needs three of them.
 */
public final class CombinationLockTask implements EmbeddedTask {

    private static final BundledModel BASE = new BundledModel("/combination-lock-base/");
    private static final int HARD_PROBLEMS = 4096;
    private static final int HARD_PER_EASY = 7;

    /** Creates the task. */
    public CombinationLockTask() {}

    @Override
    public String name() {
        return "combination-lock";
    }

    @Override
    public Path unpackModel(Path directory) throws IOException {
        return BASE.unpack(directory);
    }

    @Override
    public BaseExample baseExample(RandomGenerator random) {
        return BasePlayer.UPWARD.draw(random);
    }

    @Override
    public int baseSteps() {
        return 1200;
    }

    /**
     * Returns 4,096 hard problems with a demonstration each, and after every seventh an easy one
     * without, so that one in eight keeps up what the policy already knows.
     */
    @Override
    public List<Problem> training(long seed) {
        RandomGenerator random = random(seed, "training");
        List<Problem> problems = new ArrayList<>();
        for (int i = 1; i <= HARD_PROBLEMS; i++) {
            problems.add(problem("train-down-" + i, LockKind.DOWN, Split.TRAINING, random));
            if (i % HARD_PER_EASY == 0) {
                String id = "train-up-" + i / HARD_PER_EASY;
                problems.add(problem(id, LockKind.UP, Split.TRAINING, random));
            }
        }
        return List.copyOf(problems);
    }

    @Override
    public List<TaskSet> evaluation(long seed, int count) {
        List<Problem> trained =
                training(seed).stream()
                        .filter(problem -> problem.source().equals(LockKind.DOWN.source()))
                        .limit(count)
                        .toList();
        return List.of(
                new TaskSet(SetRole.TRAINED_ON, "down, trained on", trained),
                heldOut(SetRole.HELD_OUT, "down, held out", LockKind.DOWN, seed, count),
                heldOut(SetRole.EASIER, "up, held out", LockKind.UP, seed, count),
                heldOut(SetRole.HARDER, "five wheels", LockKind.FIVE_WHEELS, seed, count),
                heldOut(SetRole.OUT_OF_DISTRIBUTION, "any digits", LockKind.ANY, seed, count),
                heldOut(SetRole.OUT_OF_DISTRIBUTION, "past zero", LockKind.PAST_ZERO, seed, count));
    }

    @Override
    public RewardFunction reward() {
        return new LockReward();
    }

    /**
     * Responses of up to five wheels, and as many steps as methods that learn it take to level off.
     */
    @Override
    public List<String> settings() {
        return List.of("sampling.maxResponseTokens=51", "steps=100");
    }

    private static TaskSet heldOut(SetRole role, String name, LockKind kind, long seed, int count) {
        RandomGenerator random = random(seed, "evaluation-" + kind.source());
        List<Problem> problems = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            String id = "evaluation-" + kind.source() + "-" + i;
            problems.add(problem(id, kind, Split.EVALUATION, random));
        }
        return new TaskSet(role, name, problems);
    }

    private static RandomGenerator random(long seed, String purpose) {
        return new SplittableRandom(seed ^ ((long) purpose.hashCode() << 32));
    }

    /** Draws a problem; one that the base model solves has no demonstration, and none an answer. */
    private static Problem problem(String id, LockKind kind, Split split, RandomGenerator random) {
        Lock lock = kind.draw(split, random);
        List<Demonstration> demonstrations =
                kind == LockKind.UP
                        ? List.of()
                        : List.of(
                                new Demonstration(
                                        Teacher.demonstrate(lock), "shortest-way-teacher"));
        return new Problem(
                id,
                kind.source(),
                List.of(ChatMessage.user(lock.prompt())),
                "",
                demonstrations,
                Map.of());
    }
}
