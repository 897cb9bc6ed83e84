import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.optimizer.LearningRateSchedule;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.nio.file.Path;

/** The same settings without a recipe: every part by hand, DJL's own training loop. */
public final class ByHand {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments.length == 0 ? "" : arguments[0]);
        try (LoadedModel loaded = LoadedModel.open(folder.resolve("Qwen2.5-0.5B-Instruct"))) {
            RolloutDataset rollouts =
                    RolloutDataset.builder()
                            .setPolicy(new ModelPolicy(loaded.model()))
                            .setEncoder(loaded.encoder(64, 96))
                            .setProblems(
                                    ProblemReader.read(folder.resolve("problems.jsonl")).problems())
                            .setReward(new MathReward())
                            .optGroups(2, 4)
                            .optSteps(2)
                            .build();
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(
                                    new PolicyLoss(
                                            "loss",
                                            new PolicyUpdate(
                                                    MixedPolicyObjective.builder()
                                                            .normalizer(
                                                                    LossNormalizer
                                                                            .fixedLengthPerRow(40))
                                                            .build())))
                            .optOptimizer(
                                    AdamW.builder()
                                            .optLearningRate(
                                                    LearningRateSchedule.constant(3e-4, 10))
                                            .optBetas(0.9, 0.95)
                                            .optWeightDecays(0)
                                            .build());
            try (LuffyTrainer trainer = new LuffyTrainer(loaded.model(), config)) {
                trainer.initialize(new Shape(1, 1));
                EasyTrain.fit(trainer, 1, rollouts, null);
            }
            loaded.save(folder.resolve("ByHand/checkpoint"));
        }
    }
}
