package io.github.luffyrl.djl.run;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.prefix.AdaptivePrefix;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.dataset.ScoredGroup;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.text.TextTokenizer;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.djl.trainer.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that has every kind of state there is: moments, a learning rate that moves, an adaptive
 * entropy coefficient, adaptive prefixes, groups that wait for the next draw, two mini-batches of a
 * rollout, a reference policy, and validation. It resumes from what it finds in its folder.
 */
final class TinyRun {

    static final int STEPS = 40;
    static final int EVERY = 4;

    private final Path folder;
    private List<Problem> problems = TinyLanguage.problems();
    private String config = "seed: 5";
    private RewardFunction reward = TinyRun::share;
    private int steps = STEPS;
    private Precision precision = Precision.FLOAT32;

    TinyRun(Path folder) {
        this.folder = folder;
    }

    /** Runs in a process of its own: {@code FOLDER}. */
    public static void main(String[] arguments) throws Exception {
        new TinyRun(Path.of(arguments[0])).train();
    }

    TinyRun problems(List<Problem> others) {
        problems = others;
        return this;
    }

    TinyRun config(String other) {
        config = other;
        return this;
    }

    TinyRun reward(RewardFunction other) {
        reward = other;
        return this;
    }

    TinyRun precision(Precision other) {
        precision = other;
        return this;
    }

    TinyRun stopAfter(int fewer) {
        steps = fewer;
        return this;
    }

    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** Trains to the end, from the latest checkpoint if there is one. */
    void train(StepListener... more) throws Exception {
        Files.createDirectories(folder);
        RunCheckpoints checkpoints = new RunCheckpoints(checkpoints(), 2);
        Checkpointing checkpointing = new Checkpointing(checkpoints, EVERY);
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1);
                Model reference = TinyLanguage.model(1);
                JsonLinesSink metrics = JsonLinesSink.metrics(folder.resolve("metrics.jsonl"));
                JsonLinesSink validations =
                        JsonLinesSink.metrics(folder.resolve("validation.jsonl"))) {
            ((CausalLm) model.getBlock()).computeIn(precision, model.getNDManager().getDevice());
            Validation validation = validation(model, validations);
            DefaultTrainingConfig trainingConfig =
                    new DefaultTrainingConfig(new PolicyLoss("loss", update()))
                            .optOptimizer(
                                    AdamW.builder()
                                            .optLearningRate(update -> 0.01f / update)
                                            .build())
                            .addTrainingListeners(new MetricsListener(metrics), validation)
                            .addTrainingListeners(more)
                            .addTrainingListeners(checkpointing);
            try (LuffyTrainer trainer = new LuffyTrainer(model, trainingConfig)) {
                trainer.initialize(new Shape(1, 1));
                RolloutDataset rollouts = rollouts(model, reference, tokenizer);
                ResumableTraining training =
                        new ResumableTraining(trainer, rollouts, validation, config);
                Optional<RunCheckpoint> latest = checkpoints.latest();
                if (latest.isPresent()) {
                    latest.get().restore(training);
                    System.out.println("resumed after " + latest.get().state().step());
                    metrics.resumeAfter(latest.get().state().step());
                    validations.resumeAfter(latest.get().state().step());
                }
                checkpointing.begin(training);
                EasyTrain.fit(trainer, 1, rollouts, null);
            }
            save(model, "final");
        }
    }

    private Validation validation(Model model, JsonLinesSink sink) {
        return new Validation(
                6,
                1000,
                () -> {
                    float[] norm =
                            model.getBlock()
                                    .getParameters()
                                    .get(0)
                                    .getValue()
                                    .getArray()
                                    .toFloatArray();
                    return Map.of("first weight", (double) norm[0]);
                },
                () -> save(model, "best"),
                sink);
    }

    private RolloutDataset rollouts(Model model, Model reference, TextTokenizer tokenizer) {
        return RolloutDataset.builder()
                .setPolicy(new ModelPolicy(model, 1))
                .setEncoder(TinyLanguage.encoder(tokenizer, 6))
                .setProblems(problems)
                .setReward(reward)
                .optPrefix(
                        new AdaptivePrefix(PrefixedRows.first(1), PrefixUse.TRAINED, 0.5, 0.2, 0.5))
                .optGroupFilter(ScoredGroup::hasSignal, 2)
                .optUpdates(2, 1, new ModelScorer(model, 100))
                .optReference(new ModelScorer(reference, 100))
                .optLoss(new PolicyLoss("PolicyLoss", update()))
                .optGroups(1, 3)
                .optSteps(steps)
                .optSeed(5)
                .build();
    }

    private static PolicyUpdate update() {
        return new PolicyUpdate(
                MixedPolicyObjective.builder().build(),
                new AdaptiveEntropyCoefficient(0.001, 1, 1, 0.01),
                new KlTerm(KlEstimator.k3(), 0.01),
                0);
    }

    /** The share of the letter c, so that every group has something to learn from. */
    static Reward share(Problem problem, Completion completion) {
        long found = completion.text().chars().filter(letter -> letter == 'c').count();
        double share = (double) found / Math.max(1, completion.text().length());
        return new Reward(share, share > 0.3);
    }

    private void save(Model model, String name) throws IOException {
        CausalLanguageModel.save(
                model,
                new CheckpointWriter(StoredType.F32),
                folder.resolve(name),
                TinyLanguage.config()::write);
    }

    /** What must not depend on interruptions. */
    static List<String> results() {
        return List.of(
                "metrics.jsonl",
                "validation.jsonl",
                "final/model.safetensors",
                "best/model.safetensors");
    }
}
