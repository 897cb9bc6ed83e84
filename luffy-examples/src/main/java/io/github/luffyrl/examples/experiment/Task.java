package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.problem.ProblemSet;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.examples.digitmachine.DigitMachineTask;
import io.github.luffyrl.examples.task.EmbeddedTask;
import io.github.luffyrl.examples.task.SetRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a policy is trained and evaluated on.
 *
 * @param name in titles
 * @param training problems to train on
 * @param evaluation sets of problems to measure accuracy on, by name, in the order of the table
 * @param reward scores both; empty for the one that the recipe names
 */
public record Task(
        String name,
        List<Problem> training,
        Map<String, List<Problem>> evaluation,
        Optional<RewardFunction> reward) {

    private static final String TRAINING_SET = "training";
    private static final String HELD_OUT_SET = "held out";

    /** Roles of the sets of one's own problems. */
    public static final Map<String, SetRole> OWN_ROLES =
            Map.of(TRAINING_SET, SetRole.TRAINED_ON, HELD_OUT_SET, SetRole.HELD_OUT);

    /** Copies the collections. */
    public Task {
        training = List.copyOf(training);
        evaluation = Collections.unmodifiableMap(new LinkedHashMap<>(evaluation));
    }

    /**
     * Returns a task that comes with luffy.
     *
     * @param task the task
     * @param seed of the problems
     * @param count problems per evaluated set
     * @return its problems and its reward
     */
    public static Task of(EmbeddedTask task, long seed, int count) {
        Map<String, List<Problem>> evaluation = new LinkedHashMap<>();
        task.evaluation(seed, count).forEach(set -> evaluation.put(set.name(), set.problems()));
        return new Task(task.title(), task.training(seed), evaluation, Optional.of(task.reward()));
    }

    /**
     * Returns the digit machine: trained on hard problems, evaluated on some of those and on
     * held-out hard, easy and still longer ones.
     *
     * @param seed of the problems
     * @param count problems per evaluated set
     * @return the digit machine
     */
    public static Task digitMachine(long seed, int count) {
        return of(new DigitMachineTask(), seed, count);
    }

    /**
     * Returns a task of the user's own problems.
     *
     * @param name in titles
     * @param training problems to train on; the first of them are evaluated, too
     * @param heldOut problems to be evaluated only, possibly none
     * @param count problems per evaluated set, at most
     * @return the task
     */
    public static Task own(String name, List<Problem> training, List<Problem> heldOut, int count) {
        Map<String, List<Problem>> evaluation = new LinkedHashMap<>();
        evaluation.put(TRAINING_SET, training.stream().limit(count).toList());
        if (!heldOut.isEmpty()) {
            evaluation.put(HELD_OUT_SET, heldOut.stream().limit(count).toList());
        }
        return new Task(name, training, evaluation, Optional.empty());
    }

    /**
     * Returns a task of the user's own problems to be evaluated on, source by source.
     *
     * @param name in titles
     * @param problems to measure accuracy on
     * @return the task, without training
     */
    public static Task bySource(String name, List<Problem> problems) {
        Map<String, List<Problem>> bySource = new TreeMap<>();
        for (Problem problem : problems) {
            String source = problem.source().isEmpty() ? "no source" : problem.source();
            bySource.computeIfAbsent(source, s -> new ArrayList<>()).add(problem);
        }
        return new Task(name, List.of(), bySource, Optional.empty());
    }

    /**
     * Returns the task with other problems to train on.
     *
     * @param problems replace those to train on; the evaluation stays as it is
     * @return the task
     */
    public Task withTraining(List<Problem> problems) {
        return new Task(name, problems, evaluation, reward);
    }

    /**
     * Returns the parts that the task is evaluated with.
     *
     * @param recipe every setting
     * @return the recipe's parts, with the task's reward if it has one
     */
    public TrainingParts parts(Recipe recipe) {
        TrainingParts parts = TrainingParts.of(recipe);
        if (reward.isEmpty()) {
            return parts;
        }
        parts.requireNoNamedReward();
        return parts.with(RewardFunction.class, reward.get());
    }

    /**
     * Returns a fingerprint of its problems.
     *
     * @return 64 hexadecimal digits
     */
    public String fingerprint() {
        List<Problem> all = new ArrayList<>(training);
        evaluation.values().forEach(all::addAll);
        return new ProblemSet(all, all.size(), List.of()).fingerprint();
    }
}
