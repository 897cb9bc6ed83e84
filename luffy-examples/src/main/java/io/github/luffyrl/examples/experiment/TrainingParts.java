package io.github.luffyrl.examples.experiment;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.training.DefaultTrainingConfig;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.djl.dataset.DemonstrationDataset;
import io.github.luffyrl.djl.dataset.ResumableDataset;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Objective;
import io.github.luffyrl.djl.recipe.Optimization;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe asks for, built: dataset, loss and optimizer.
 *
 * @param recipe every setting
 * @param loaded the model to train
 * @param batches what it is trained on
 * @param reference the model before training, if the loss has a KL term
 */
record TrainingParts(
        Recipe recipe, LoadedModel loaded, ResumableDataset batches, @Nullable Model reference)
        implements AutoCloseable {

    static TrainingParts build(Recipe recipe, Task task, LoadedModel loaded, Compute spent)
            throws IOException {
        if (recipe.objective().kind() == Objective.Kind.SFT) {
            return new TrainingParts(recipe, loaded, demonstrations(recipe, task, loaded), null);
        }
        Model reference = null;
        if (recipe.objective().kl().coefficient() > 0) {
            reference = CausalLanguageModel.load(loaded.directory());
            reference.getBlock().freezeParameters(true);
        }
        return new TrainingParts(
                recipe, loaded, rollouts(recipe, task, loaded, reference, spent), reference);
    }

    private static DemonstrationDataset demonstrations(
            Recipe recipe, Task task, LoadedModel loaded) {
        ProblemEncoder encoder = loaded.encoder(recipe.sampling());
        return DemonstrationDataset.builder()
                .setEncodedProblems(encoder.encode(task.training()))
                .optRowsPerStep(recipe.promptsPerStep())
                .optSteps(recipe.steps())
                .optMicroBatchTokens(recipe.microBatchTokens())
                .optSeed(recipe.seed())
                .build();
    }

    private static RolloutDataset rollouts(
            Recipe recipe,
            Task task,
            LoadedModel loaded,
            @Nullable Model reference,
            Compute spent) {
        int tokens = recipe.microBatchTokens();
        RolloutDataset.Builder builder =
                Rollouts.builder(recipe, task, loaded.encoder(recipe.sampling()))
                        .setPolicy(new ModelPolicy(loaded.model()))
                        .optUpdates(
                                recipe.updates().miniBatches(),
                                recipe.updates().epochs(),
                                new ModelScorer(loaded.model(), tokens))
                        .optComputeSpent(spent)
                        .optComputeLimit(
                                recipe.flops().orElse(Double.POSITIVE_INFINITY),
                                ((CausalLm) loaded.model().getBlock()).multipliedParameters());
        return reference == null
                ? builder.build()
                : builder.optReference(new ModelScorer(reference, tokens)).build();
    }

    /** What the training has cost; nothing where that is not counted. */
    Compute compute() {
        return batches instanceof RolloutDataset rollouts ? rollouts.compute() : Compute.ZERO;
    }

    /** Loss, optimizer and device; without listeners. */
    DefaultTrainingConfig config() {
        Optimization optimizer = recipe.optimizer();
        return new DefaultTrainingConfig(new PolicyLoss("PolicyLoss", recipe.objective().update()))
                .optDevices(new Device[] {loaded.model().getNDManager().getDevice()})
                .optOptimizer(
                        AdamW.builder()
                                .optLearningRate(optimizer.learningRates(recipe.steps()))
                                .optBetas(optimizer.betas().first(), optimizer.betas().second())
                                .optWeightDecays((float) optimizer.weightDecay())
                                .build());
    }

    @Override
    public void close() {
        if (reference != null) {
            reference.close();
        }
    }
}
