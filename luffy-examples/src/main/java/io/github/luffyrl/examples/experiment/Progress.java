package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.djl.RunListener;
import io.github.luffyrl.djl.evaluation.EvaluatedSet;
import io.github.luffyrl.djl.listener.Durations;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.StepRecord;
import io.github.luffyrl.djl.recipe.Objective;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.SavedWeights;
import io.github.luffyrl.examples.report.Console;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows a run on the console, and adds up the time of its phases. */
public final class Progress implements RunListener, MetricsSink {

    private final Recipe recipe;
    private final int problems;
    private final Console console;
    private final Map<String, Double> seconds = new TreeMap<>();
    private long begin;

    /**
     * Creates the display of a run.
     *
     * @param recipe its settings
     * @param problems to train on
     * @param console where to show it
     */
    public Progress(Recipe recipe, int problems, Console console) {
        this.recipe = recipe;
        this.problems = problems;
        this.console = console;
    }

    @Override
    public void onPhase(Phase phase) {
        switch (phase) {
            case EVALUATION_BEFORE -> console.say("evaluating the model before training");
            case EVALUATION_AFTER -> console.say("evaluating the model after training");
            case TRAINING ->
                    console.say(
                            "training: %s, %d steps of %s, %d problems",
                            recipe.method(),
                            recipe.totalSteps(),
                            recipe.objective().kind() == Objective.Kind.SFT
                                    ? recipe.promptsPerStep() + " demonstrations"
                                    : recipe.promptsPerStep() + " groups of " + recipe.groupSize(),
                            problems);
        }
    }

    @Override
    public void onResume(long step) {
        console.say("resuming after step %d", step);
    }

    @Override
    public void onSaved(SavedWeights weights) {
        console.say(
                "%d of %d weights differ from those before training, in %s as they are saved",
                weights.saved(), weights.weights(), weights.type().torchName());
        if (weights.mostlyLost()) {
            console.say(
                    "rounding has undone the training of %d further weights:"
                            + " safety.savedType=float32 keeps it",
                    weights.trained() - weights.saved());
        }
    }

    @Override
    public void onEarlyStop(String reason) {
        console.say("training ends early: %s", reason);
    }

    @Override
    public void onSetBegin(String set) {
        begin = System.nanoTime();
        console.pass("  " + set + " ..");
    }

    @Override
    public void onSetEnd(EvaluatedSet set) {
        seconds.merge("evaluation", (System.nanoTime() - begin) / 1e9, Double::sum);
        console.say("  %-18s %5.1f %%", set.name(), 100 * set.accuracy().rate());
    }

    @Override
    public void write(StepRecord step) {
        step.seconds()
                .forEach(
                        (phase, spent) ->
                                seconds.merge(
                                        phase == StepPhase.ROLLOUT || phase == StepPhase.REWARD
                                                ? "rollouts"
                                                : "training",
                                        spent,
                                        Double::sum));
    }

    /** Such as {@code evaluation 12.3 s, rollouts 1:04 min, training 20.1 s}. */
    String times() {
        return seconds.entrySet().stream()
                .map(entry -> entry.getKey() + " " + Durations.text(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
