package io.github.luffyrl.examples.programs;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.nio.file.Path;

/**
 * A DJL Block of one's own, here one that predicts a token from the one before, trained by stock
 * EasyTrain: {@code OwnBlockProgram TOKENIZER PROBLEMS OUTPUT}.
 */
public final class OwnBlockProgram {

    private OwnBlockProgram() {}

    /**
     * Runs the program.
     *
     * @param arguments a directory with a tokenizer, a file of problems, the folder of the result
     * @throws Exception when something cannot be read, written or trained
     */
    public static void main(String[] arguments) throws Exception {
        train(100, Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
    }

    static void train(int steps, Path tokenizer, Path problems, Path output) throws Exception {
        int vocabulary = 257;
        try (ProblemEncoder encoder = ProblemEncoder.load(tokenizer, 64, 96);
                Model model = Model.newInstance("previous-token")) {
            model.setBlock(
                    new SequentialBlock()
                            .add(ids -> new NDList(ids.singletonOrThrow().oneHot(vocabulary)))
                            .add(Linear.builder().setUnits(vocabulary).build()));
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                            .optOptimizer(AdamW.builder().build());
            try (Trainer trainer = new LuffyTrainer(model, config)) {
                trainer.initialize(new Shape(1, 1)); // token ids [B, T]
                RolloutDataset rollouts =
                        RolloutDataset.builder()
                                .setPolicy(new ModelPolicy(model))
                                .setEncoder(encoder)
                                .setProblems(ProblemReader.read(problems).problems())
                                .setReward(new MathReward())
                                .optGroups(2, 4)
                                .optSteps(steps)
                                .build();
                EasyTrain.fit(trainer, 1, rollouts, null);
            }
            model.save(output, "previous-token");
        }
    }
}
