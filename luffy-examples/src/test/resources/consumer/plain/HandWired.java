import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.nio.file.Path;

/** The program of the README, which the test puts in place of the comment, with two steps. */
public final class HandWired {
    public static void main(String[] args) throws Exception {
        // README
    }
}
