package io.github.luffyrl.examples.experiment;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.djl.dataset.ProblemEncoder;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.evaluator.Answer;
import io.github.luffyrl.djl.evaluator.PolicyEvaluator;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.rollout.ModelPolicy;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.examples.recipe.Optimization;
import io.github.luffyrl.examples.recipe.Recipe;
import io.github.luffyrl.examples.report.Accuracy;
import io.github.luffyrl.examples.report.Curve;
import io.github.luffyrl.examples.report.ResultTable;
import io.github.luffyrl.examples.report.TrainingCurves;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The main job: examine, train, examine again, save.
 *
 * @param recipe every setting
 * @param task the problems and their reward
 * @param loaded the model to train
 * @param folder what is kept
 * @param out what the user sees
 * @param live whether {@code out} is a console, on which a line can be overwritten
 */
public record TrainingRun(
        Recipe recipe,
        Task task,
        LoadedModel loaded,
        RunFolder folder,
        PrintStream out,
        boolean live) {

    private static final long EXAMINATION_SEED = 1;

    /**
     * Runs the job.
     *
     * @return the accuracies before and after
     * @throws IOException when the data cannot be read or the results cannot be written
     */
    public ResultTable run() throws IOException {
        Files.writeString(folder.recipe(), recipe.toYaml());
        ProblemEncoder encoder = loaded.encoder(recipe.sampling());
        Policy policy = new ModelPolicy(loaded.model());
        Dataset rollouts = rollouts(policy, encoder); // reads and checks all problems
        PolicyEvaluator examiner =
                new PolicyEvaluator(
                        policy,
                        encoder,
                        task.reward(),
                        recipe.evaluation().temperature(),
                        EXAMINATION_SEED);

        ResultTable table = new ResultTable(List.copyOf(task.examination().keySet()));
        say("examining the model before training");
        table.row("before", examine(examiner));
        say(
                "training: %s, %d steps of %d groups of %d, %d problems",
                recipe.method(),
                recipe.steps(),
                recipe.promptsPerStep(),
                recipe.groupSize(),
                task.training().size());
        train(rollouts);
        loaded.save(folder.checkpoint());
        say("examining the model after training");
        table.row("after", examine(examiner));

        Files.writeString(folder.table(), table.toString());
        out.print("\n" + table + "\n");
        say("checkpoint  %s", folder.checkpoint());
        say("metrics     %s", folder.metrics());
        say(
                "curves      %s",
                Files.exists(folder.curves()) ? folder.curves() : "could not be drawn");
        return table;
    }

    private Dataset rollouts(Policy policy, ProblemEncoder encoder) {
        return RolloutDataset.builder()
                .setPolicy(policy)
                .setEncoder(encoder)
                .setProblems(task.training())
                .setReward(task.reward())
                .optPrefix(recipe.method().prefixSchedule())
                .optAdvantage(recipe.advantage().estimator())
                .optTemperature(recipe.sampling().temperature())
                .optGroups(recipe.promptsPerStep(), recipe.groupSize())
                .optSteps(recipe.steps())
                .optMicroBatchTokens(recipe.microBatchTokens())
                .optSeed(recipe.seed())
                .build();
    }

    private Accuracy[] examine(PolicyEvaluator examiner) {
        List<Accuracy> accuracies = new ArrayList<>();
        for (Map.Entry<String, List<Problem>> set : task.examination().entrySet()) {
            List<Answer> answers = examiner.evaluate(set.getValue());
            int solved = (int) answers.stream().filter(a -> a.reward().solved()).count();
            Accuracy accuracy = new Accuracy(solved, answers.size());
            say("  %-18s %5.1f %%", set.getKey(), 100 * accuracy.rate());
            accuracies.add(accuracy);
        }
        return accuracies.toArray(Accuracy[]::new);
    }

    private void train(Dataset rollouts) throws IOException {
        TrainingCurves curves = new TrainingCurves(recipe.method() + ", " + task.name());
        try (JsonLinesSink metrics = new JsonLinesSink(folder.metrics());
                Trainer trainer =
                        new LuffyTrainer(
                                loaded.model(),
                                config().addTrainingListeners(
                                                new MetricsListener(
                                                        metrics,
                                                        new ProgressLine(out, recipe.steps(), live),
                                                        (step, values) ->
                                                                draw(curves, step, values))),
                                recipe.optimizer().maxGradNorm())) {
            trainer.initialize(new Shape(1, 1));
            EasyTrain.fit(trainer, 1, rollouts, null);
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
        try {
            curves.write(folder.curves());
        } catch (IOException e) {
            say("no picture of the curves: %s", e);
        }
    }

    private DefaultTrainingConfig config() {
        Optimization optimizer = recipe.optimizer();
        return new DefaultTrainingConfig(
                        MixedPolicyGrpoLoss.builder()
                                .optShaping(recipe.shaping())
                                .optClip(recipe.objective().clip().range())
                                .optNormalizer(recipe.objective().normalizer().lossNormalizer())
                                .build())
                .optDevices(new Device[] {loaded.model().getNDManager().getDevice()})
                .optOptimizer(
                        AdamW.builder()
                                .optLearningRate(warmUp(optimizer))
                                .optBetas(optimizer.betas().first(), optimizer.betas().second())
                                .optWeightDecays((float) optimizer.weightDecay())
                                .build());
    }

    private static Tracker warmUp(Optimization optimizer) {
        return update ->
                (float)
                        (optimizer.learningRate()
                                * Math.min(1, update / Math.max(1.0, optimizer.warmupSteps())));
    }

    private static void draw(TrainingCurves curves, long step, Map<String, Double> values) {
        Map.of(
                        Curve.REWARD, MetricsListener.REWARD,
                        Curve.ON_POLICY_SOLVE_RATE, MetricsListener.ON_POLICY_SOLVED,
                        Curve.OFF_POLICY_SOLVE_RATE, MetricsListener.OFF_POLICY_SOLVED,
                        Curve.ENTROPY, MetricsListener.ENTROPY,
                        Curve.RESPONSE_LENGTH, MetricsListener.RESPONSE_TOKENS,
                        Curve.OFF_POLICY_PROBABILITY, MetricsListener.OFF_POLICY_PROBABILITY,
                        Curve.GRADIENT_NORM, MetricsListener.GRADIENT_NORM)
                .forEach(
                        (curve, name) ->
                                curves.add(
                                        curve, (int) step, values.getOrDefault(name, Double.NaN)));
    }

    private void say(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
