package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.problem.ProblemSet;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.digitmachine.Difficulty;
import io.github.luffyrl.examples.digitmachine.DigitMachine;
import io.github.luffyrl.examples.digitmachine.DigitReward;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy is trained and examined on.
 *
 * @param name in titles
 * @param training problems to train on
 * @param examination sets of problems to measure accuracy on, by name, in the order of the table
 * @param reward scores both
 */
public record Task(
        String name,
        List<Problem> training,
        Map<String, List<Problem>> examination,
        RewardFunction reward) {

    private static final String TRAINING_SET = "training";

    /** Copies the collections. */
    public Task {
        training = List.copyOf(training);
        examination = Collections.unmodifiableMap(new LinkedHashMap<>(examination));
    }

    /**
     * Returns the embedded task: trained on hard problems, examined on some of those and on
     * held-out hard, easy and still longer ones.
     *
     * @param seed of the problems
     * @param count problems per examined set
     * @return the digit machine
     */
    public static Task digitMachine(long seed, int count) {
        DigitMachine machine = new DigitMachine(seed);
        List<Problem> training = machine.training();
        Map<String, List<Problem>> examination = new LinkedHashMap<>();
        examination.put(
                "hard, trained on",
                training.stream()
                        .filter(problem -> problem.source().equals(Difficulty.HARD.source()))
                        .limit(count)
                        .toList());
        examination.put("hard, held out", machine.evaluation(Difficulty.HARD, count));
        examination.put("easy, held out", machine.evaluation(Difficulty.EASY, count));
        examination.put("longer, held out", machine.evaluation(Difficulty.LONGER, count));
        return new Task("digit machine", training, examination, new DigitReward());
    }

    /**
     * Returns a task of the user's own problems, whose answers are read from the last {@code
     * \boxed{}}.
     *
     * @param name in titles
     * @param training problems to train on; the first of them are examined, too
     * @param heldOut problems to be examined only, possibly none
     * @param count problems per examined set, at most
     * @return the task
     */
    public static Task mathematics(
            String name, List<Problem> training, List<Problem> heldOut, int count) {
        Map<String, List<Problem>> examination = new LinkedHashMap<>();
        examination.put(TRAINING_SET, training.stream().limit(count).toList());
        if (!heldOut.isEmpty()) {
            examination.put("held out", heldOut.stream().limit(count).toList());
        }
        return new Task(name, training, examination, new MathReward());
    }

    /**
     * Returns a task of the user's own problems to be examined on, source by source.
     *
     * @param name in titles
     * @param problems whose answers are read from the last {@code \boxed{}}
     * @return the task, without training
     */
    public static Task examination(String name, List<Problem> problems) {
        Map<String, List<Problem>> bySource = new TreeMap<>();
        for (Problem problem : problems) {
            String source = problem.source().isEmpty() ? "no source" : problem.source();
            bySource.computeIfAbsent(source, s -> new ArrayList<>()).add(problem);
        }
        return new Task(name, List.of(), bySource, new MathReward());
    }

    /** The same task, whose reward may fail without ending a run. */
    Task guarded(Recipe recipe) {
        return new Task(name, training, examination, Rollouts.guarded(recipe, reward));
    }

    /**
     * Returns the task with other problems to train on.
     *
     * @param problems replace those to train on; the examination stays as it is
     * @return the task
     */
    public Task withTraining(List<Problem> problems) {
        return new Task(name, problems, examination, reward);
    }

    /**
     * Returns what tells its problems from others.
     *
     * @return 64 hexadecimal digits
     */
    public String fingerprint() {
        List<Problem> all = new ArrayList<>(training);
        examination.values().forEach(all::addAll);
        return new ProblemSet(all, all.size(), List.of()).fingerprint();
    }
}
