package io.github.luffyrl.examples.programs;

import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.RunCheckpoints;
import io.github.luffyrl.djl.run.TrainingSession;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.nio.file.Files;
import java.nio.file.Path;

/** A hand-wired training that can be killed: {@code ResumeProgram MODEL PROBLEMS OUTPUT}. */
public final class ResumeProgram {

    private ResumeProgram() {}

    /**
     * Runs the program, from its latest checkpoint if there is one.
     *
     * @param arguments the model's directory, a file of problems, the folder of the results
     * @throws Exception when something cannot be read, written or trained
     */
    public static void main(String[] arguments) throws Exception {
        train(100, Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
    }

    static void train(int steps, Path directory, Path problems, Path output) throws Exception {
        Files.createDirectories(output);
        try (LoadedModel loaded = LoadedModel.open(directory)) {
            RolloutDataset rollouts =
                    RolloutDataset.builder()
                            .setPolicy(new ModelPolicy(loaded.model()))
                            .setEncoder(loaded.encoder(64, 96))
                            .setProblems(ProblemReader.read(problems).problems())
                            .setReward(new MathReward())
                            .optGroups(2, 4)
                            .optSteps(steps)
                            .build();
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                            .optOptimizer(AdamW.builder().build())
                            .addTrainingListeners(
                                    new MetricsListener(
                                            JsonLinesSink.metrics(output.resolve("metrics"))));
            try (TrainingSession session =
                    TrainingSession.builder(loaded.model(), config, rollouts)
                            .optCheckpoints(new RunCheckpoints(output.resolve("checkpoints"), 2), 1)
                            .open()) {
                EasyTrain.fit(session.trainer(), 1, rollouts, null);
            }
            loaded.save(output.resolve("trained"));
        }
    }
}
